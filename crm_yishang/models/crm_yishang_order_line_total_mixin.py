from odoo import api, models

# What a line of a confirmed order counts for.
TOTALLED_FIELDS = frozenset(
    (
        "display_type",
        "order_id",
        "price_subtotal",
        "price_total",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
    )
)


class CrmYishangOrderLineTotalMixin(models.AbstractModel):
    """Lines that tell the totals of reports when they have changed.

    The total of the order need not change with them: another product at the same price.
    """

    _name = "crm.yishang.order.line.total.mixin"
    _description = "Line That Counts in Totals"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._yishang_mark_sold()
        return lines

    def write(self, vals):
        if "order_id" in vals:
            self._yishang_mark_sold()
        return super().write(vals)

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        rows = zip(self, vals_list, strict=True)
        changed = [line.id for line, vals in rows if TOTALLED_FIELDS & vals.keys()]
        self.browse(changed)._yishang_mark_sold()
        return result

    def unlink(self):
        self._yishang_mark_sold()
        return super().unlink()

    def _yishang_mark_sold(self):
        """Mark the orders of these lines that are confirmed."""
        if self:
            # sudo: what was sold counts, whoever may read it.
            orders = self.sudo().order_id.filtered(lambda order: order.state == "sale")
            self.env["crm.yishang.total.dirty"]._mark(orders)
