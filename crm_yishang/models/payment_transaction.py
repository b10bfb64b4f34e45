from odoo import models


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["crm.yishang.visible.mixin", "payment.transaction"]

    _visible_through = ("partner_id",)

    def _check_amount_and_confirm_order(self):
        """Orders whose discount nobody has approved wait, paid or not."""
        waiting = self.filtered(
            lambda one: any(
                order.state in ("draft", "sent") and order._yishang_is_waiting()
                for order in one.sale_order_ids
            )
        )
        for payment in waiting:
            orders = payment.sale_order_ids.filtered("yishang_discount_status")
            orders._yishang_tell_waiting()
        return super(
            PaymentTransaction, self - waiting
        )._check_amount_and_confirm_order()
