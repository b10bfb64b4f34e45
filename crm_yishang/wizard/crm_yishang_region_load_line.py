from odoo import fields, models


class CrmYishangRegionLoadLine(models.TransientModel):
    """One province that can be loaded."""

    _name = "crm.yishang.region.load.line"
    _description = "Province to Load"
    _order = "code"

    load_id = fields.Many2one(
        "crm.yishang.region.load", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(string="Chosen")
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    division_count = fields.Integer(string="Divisions")
    missing_count = fields.Integer(string="To Create")
