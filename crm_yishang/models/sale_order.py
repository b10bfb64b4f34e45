from odoo import api, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "crm.yishang.document.mixin"]

    _yishang_scope_idx = models.Index("(yishang_scope_key, date_order DESC, id DESC)")
    _yishang_scope_region_idx = models.Index(
        "(yishang_scope_region_id, date_order DESC, id DESC)"
    )

    @api.depends("yishang_is_visible")
    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()
