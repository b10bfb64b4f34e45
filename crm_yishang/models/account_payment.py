from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_yishang_receipt_cashier_mixin import STEP


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["crm.yishang.visible.mixin", "account.payment"]

    _visible_through = ("partner_id",)

    yishang_receipt_id = fields.Many2one(
        "crm.yishang.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt of the CRM that was posted with this payment.",
    )

    def action_draft(self):
        self._yishang_check_receipts()
        return super().action_draft()

    def action_cancel(self):
        self._yishang_check_receipts()
        return super().action_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self._yishang_check_receipts()

    def _yishang_check_receipts(self):
        """Check that no payment of a confirmed receipt is taken back past it."""
        if self.env.context.get("yishang_receipt_step") is STEP:
            return
        # sudo: accounting need not see receipts.
        receipts = self.sudo().yishang_receipt_id.filtered(
            lambda receipt: receipt.state == "confirmed"
        )
        if receipts:
            raise UserError(
                self.env["account.move"]._yishang_get_receipt_words(receipts)
            )
