from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "crm.yishang.visible.mixin"]

    _visible_through = "order_id"
