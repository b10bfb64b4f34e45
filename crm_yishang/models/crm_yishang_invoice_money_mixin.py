from odoo import api, models
from odoo.exceptions import UserError

from .crm_yishang_receipt_cashier_mixin import STEP


class CrmYishangInvoiceMoneyMixin(models.AbstractModel):
    """Invoices that are posted take what receipts have paid on their orders."""

    _name = "crm.yishang.invoice.money.mixin"
    _description = "Invoice of Paid Orders"

    def write(self, vals):
        """Only posted entries are money: those that were posted before may be again.

        The host keeps what is reconciled while an entry is a draft.
        """
        known = self.filtered("posted_before") if "state" in vals else self.browse()
        result = super().write(vals)
        if known:
            money = self.env["crm.yishang.money"]
            if orders := money._find_reconciled_orders(known):
                money._refresh(orders)
        return result

    def _post(self, soft=True):
        posted = super()._post(soft)
        invoices = posted.filtered(
            lambda move: move.move_type in ("out_invoice", "out_refund")
        )
        if orders := invoices._yishang_get_orders():
            # sudo: whoever posts an invoice need not see the receipts of its orders.
            lines = self.env["crm.yishang.receipt.line"].sudo()
            lines._get_waiting(orders)._reconcile_invoices()
        return posted

    def button_draft(self):
        self._yishang_check_receipts()
        return super().button_draft()

    def button_cancel(self):
        self._yishang_check_receipts()
        return super().button_cancel()

    def _yishang_get_orders(self):
        """Return the orders these entries invoice, whoever may see them."""
        # sudo: see above; the lines lead to them.
        return self.sudo().line_ids.sale_line_ids.order_id

    @api.model
    def _yishang_get_receipt_words(self, receipts):
        return self.env._(
            "%(receipts)s: the payment belongs to a confirmed receipt. Have a cashier "
            "cancel the receipt; that cancels the payment.",
            receipts=self.env._(", ").join(receipts.mapped("name")),
        )

    def _yishang_check_receipts(self):
        """Check that no payment of a confirmed receipt is taken back past it."""
        if self.env.context.get("yishang_receipt_step") is STEP:
            return
        # sudo: accounting need not see receipts.
        payments = self.sudo().origin_payment_id
        receipts = payments.yishang_receipt_id.filtered(
            lambda receipt: receipt.state == "confirmed"
        )
        if receipts:
            raise UserError(self._yishang_get_receipt_words(receipts))
