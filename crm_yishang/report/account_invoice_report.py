from odoo import api, fields, models
from odoo.tools import SQL


class AccountInvoiceReport(models.Model):
    _name = "account.invoice.report"
    _inherit = ["crm.yishang.visible.mixin", "account.invoice.report"]

    yishang_scope_key = fields.Integer(readonly=True, export_string_translation=False)
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region of the Customer", readonly=True
    )
    yishang_customer_id = fields.Many2one(
        "res.partner", string="CRM Customer", readonly=True
    )

    @api.model
    def _select(self):
        return SQL(
            "%s, move.yishang_scope_key, move.yishang_scope_region_id,"
            " move.yishang_customer_id",
            super()._select(),
        )
