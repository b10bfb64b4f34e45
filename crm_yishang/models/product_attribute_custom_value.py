from odoo import models


class ProductAttributeCustomValue(models.Model):
    _name = "product.attribute.custom.value"
    _inherit = ["crm.yishang.visible.mixin", "product.attribute.custom.value"]

    _visible_through = ("sale_order_line_id",)
