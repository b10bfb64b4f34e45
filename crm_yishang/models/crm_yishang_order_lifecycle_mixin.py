from odoo import api, models

# What decides on which customer has bought when.
BOUGHT_FIELDS = frozenset(("company_id", "date_order", "partner_id", "state"))


class CrmYishangOrderLifecycleMixin(models.AbstractModel):
    """Confirmed orders move their customers, any number in a few statements."""

    _name = "crm.yishang.order.lifecycle.mixin"
    _description = "Order That Moves Its Customer"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._yishang_move_customers(self.browse())
        return orders

    def write(self, vals):
        if not BOUGHT_FIELDS & vals.keys():
            return super().write(vals)
        sold = self._yishang_get_sold()
        # sudo: what was bought does not depend on who writes.
        buyers = sold.sudo().yishang_customer_id
        result = super().write(vals)
        self._yishang_move_customers(sold, buyers)
        return result

    def _yishang_get_sold(self):
        return self.filtered(lambda order: order.state == "sale")

    def _yishang_move_customers(self, sold, buyers=None):
        """Carry to the customers what became of these orders.

        :param sold: those that were confirmed before
        :param buyers: the customers of these
        """
        now_sold = self._yishang_get_sold()
        # sudo: whoever confirms an order need not be allowed to edit its customer.
        now_buyers = now_sold.sudo().yishang_customer_id
        customers = now_buyers | (buyers if buyers is not None else now_buyers)
        if not customers:
            return
        # Data files tell the stages of their customers themselves.
        if self.env.su and self.env.context.get("install_mode"):
            customers._yishang_refresh_last_orders()
            return
        gained_by = (now_sold - sold).sudo().yishang_customer_id
        if buyers is not None:
            gained_by |= now_buyers - buyers
        self.env["crm.yishang.lifecycle"]._follow_orders(self, customers, gained_by)
