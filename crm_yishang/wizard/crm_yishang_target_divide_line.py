from odoo import fields, models


class CrmYishangTargetDivideLine(models.TransientModel):
    """One part a target is divided into."""

    _name = "crm.yishang.target.divide.line"
    _description = "Part of a Target"

    wizard_id = fields.Many2one(
        "crm.yishang.target.divide", required=True, ondelete="cascade"
    )
    level = fields.Char(export_string_translation=False)
    period = fields.Char(export_string_translation=False)
    date_from = fields.Date(string="From")
    region_id = fields.Many2one("crm.yishang.region")
    department_id = fields.Many2one("hr.department")
    user_id = fields.Many2one("res.users", string="Person")
    last_year = fields.Float(
        help="What this part achieved in the same days one year before."
    )
    goal = fields.Float(string="Target")
