from odoo import api, models

# What a confirmed order counts for, and for whom.
TOTALLED_FIELDS = frozenset(
    (
        "amount_total",
        "amount_untaxed",
        "company_id",
        "currency_rate",
        "date_order",
        "partner_id",
        "user_id",
        "yishang_region_id",
    )
)


class CrmYishangOrderTotalMixin(models.AbstractModel):
    """Orders that tell the totals of reports when they have changed."""

    _name = "crm.yishang.order.total.mixin"
    _description = "Order That Counts in Totals"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._yishang_mark(orders.filtered(lambda order: order.state == "sale"))
        return orders

    def _write_multi(self, vals_list):
        """Where values reach the database: amounts and rates are computed."""
        result = super()._write_multi(vals_list)
        rows = dict(zip(self.ids, vals_list, strict=True))
        self._yishang_mark(
            self.filtered(lambda order: order._yishang_is_recounted(rows[order.id]))
        )
        return result

    def unlink(self):
        # Those that were confirmed: reports may count them still.
        self._yishang_mark(self.filtered(lambda order: order.state != "draft"))
        return super().unlink()

    def _yishang_is_recounted(self, vals):
        """Tell whether these columns, just written, concern the totals.

        What is confirmed, or no longer is: a quotation becomes nothing but an order.
        """
        if "state" in vals:
            return vals["state"] != "sent"
        return self.state == "sale" and bool(TOTALLED_FIELDS & vals.keys())

    @api.model
    def _yishang_mark(self, orders):
        self.env["crm.yishang.total.dirty"]._mark(orders)
