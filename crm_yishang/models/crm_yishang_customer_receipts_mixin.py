from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangCustomerReceiptsMixin(models.AbstractModel):
    """What a customer paid, and the receipts that say so."""

    _name = "crm.yishang.customer.receipts.mixin"
    _inherit = "crm.yishang.customer.figures.mixin"
    _description = "Receipts of a Customer"

    yishang_amount_collected = fields.Monetary(
        string="Received",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_receipts",
        help="Confirmed receipts less refunds, in the currency of your company.",
    )
    yishang_amount_advance = fields.Monetary(
        string="Advance",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_receipts",
        help="Part of the confirmed receipts that is for no order yet.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_receipts(self):
        self.yishang_amount_collected = 0
        self.yishang_amount_advance = 0
        confirmed = Domain("state", "=", "confirmed")
        for customer, company, amount in self._yishang_read_group(
            "crm.yishang.receipt", confirmed, ["company_id"], ["amount_company:sum"]
        ):
            customer.yishang_amount_collected += self._yishang_convert(
                company.currency_id, amount
            )
        left = confirmed & Domain("kind", "=", "receipt")
        left &= Domain("amount_advance", ">", 0)
        for customer, currency, amount in self._yishang_read_group(
            "crm.yishang.receipt", left, ["currency_id"], ["amount_advance:sum"]
        ):
            customer.yishang_amount_advance += self._yishang_convert(currency, amount)

    @api.model
    def _yishang_get_figure_names(self):
        names = super()._yishang_get_figure_names()
        if self.env["crm.yishang.receipt"].has_access("read"):
            names += ["yishang_amount_collected", "yishang_amount_advance"]
        return names

    def action_yishang_view_receipts(self):
        """Open the receipts of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_receipt_action"
        )
        return {
            **action,
            "domain": [("yishang_customer_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
