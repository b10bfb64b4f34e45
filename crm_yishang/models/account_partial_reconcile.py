from odoo import api, models

# What is invoiced of orders.
INVOICES = ("out_invoice", "out_refund")


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["crm.yishang.visible.mixin", "account.partial.reconcile"]

    _visible_through = ("debit_move_id", "credit_move_id")

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self._yishang_refresh_money(partials._yishang_get_orders())
        return partials

    def unlink(self):
        orders = self._yishang_get_orders()
        result = super().unlink()
        self._yishang_refresh_money(orders)
        return result

    def _yishang_get_orders(self):
        """Return the orders whose invoices were settled, or no longer are."""
        # sudo: what was paid does not depend on who reconciles.
        moves = (self.sudo().debit_move_id | self.sudo().credit_move_id).move_id
        if not any(move.move_type in INVOICES for move in moves):
            return self.env["sale.order"]
        return self.env["crm.yishang.money"]._find_reconciled_orders(moves)

    @api.model
    def _yishang_refresh_money(self, orders):
        if orders:
            self.env["crm.yishang.money"]._refresh(orders)
