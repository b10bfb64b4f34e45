from odoo import fields, models


class CrmYishangImportLine(models.TransientModel):
    """One cell of a workbook that is wrong, or the reason why its row is skipped."""

    _name = "crm.yishang.import.line"
    _description = "Finding in an Imported Workbook"
    _order = "id"

    import_id = fields.Many2one(
        "crm.yishang.import", required=True, index=True, ondelete="cascade"
    )
    is_wrong = fields.Boolean()
    sheet = fields.Char()
    row = fields.Integer(help="Number of the row in the workbook.")
    column = fields.Char()
    value = fields.Char(string="In the Cell")
    reason = fields.Char()
