from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "crm.yishang.visible.mixin",
        "crm.yishang.order.line.total.mixin",
        "sale.order.line",
    ]

    _visible_through = ("order_id",)
    # Moves along with its order.
    _yishang_stays = ("salesman_id",)

    yishang_product_code = fields.Char(
        string="Product Code", related="product_id.default_code"
    )

    @api.constrains(
        "discount",
        "order_id",
        "price_unit",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
    )
    def _check_yishang_discount(self):
        """Confirmed prices are no road around the discount limit."""
        self.order_id._yishang_check_changed()

    def write(self, vals):
        """Which invoices an order has decides on what it received."""
        if not {"invoice_lines", "order_id"} & vals.keys():
            return super().write(vals)
        orders = self.order_id
        result = super().write(vals)
        self.env["crm.yishang.money"]._refresh(orders | self.order_id)
        return result

    @api.depends_context("uid")
    def _compute_display_name(self):
        # The host gives the names to the records in superuser mode only. sudo: they
        # are masked by ``env.uid`` there as well.
        if self.env.su:
            return super()._compute_display_name()
        for line in self:
            line.display_name = line.sudo().display_name
        return None
