from odoo import api, models
from odoo.fields import Domain

from ..tools.import_settings_sheets import PRODUCTS


class CrmYishangImportProduct(models.AbstractModel):
    """Products: code, name, unit, price."""

    _name = "crm.yishang.import.product"
    _inherit = "crm.yishang.import.kind"
    _description = "Import of Products"

    _import_action = "crm_yishang.crm_yishang_product_product_action"
    _import_sequence = 50

    @api.model
    def _get_kinds(self):
        return {"product": self.env._("Products")}

    @api.model
    def _get_sheets(self, kind):
        return (PRODUCTS,)

    @api.model
    def _get_model(self, kind):
        return self.env["product.product"].with_context(tracking_disable=True)

    @api.model
    def _find_existing(self, kind, column, codes):
        """The host lets products share a code: the oldest one stands for it."""
        products = self._get_model(kind).with_context(active_test=False)
        found = products.search_fetch(
            Domain("default_code", "in", [*codes, *map(str.upper, codes)]),
            ["default_code", "active"],
            order="active, id desc",
        )
        return {product.default_code.casefold(): product for product in found}
