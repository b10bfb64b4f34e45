from odoo import fields, models


class CrmYishangAccessExplainLine(models.TransientModel):
    """How many records of one kind a user sees."""

    _name = "crm.yishang.access.explain.line"
    _description = "Who Sees What: Kind of Document"

    explain_id = fields.Many2one(
        "crm.yishang.access.explain", required=True, ondelete="cascade"
    )
    model_id = fields.Many2one("ir.model", string="Kind", ondelete="cascade")
    count = fields.Integer(string="Visible")
    total = fields.Integer(string="All")
    is_readable = fields.Boolean(
        string="Allowed by Role", help="The user's roles read this kind of document."
    )
