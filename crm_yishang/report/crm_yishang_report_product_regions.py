from odoo import api, models


class CrmYishangReportProductRegions(models.AbstractModel):
    """Report 9 of the report center."""

    _name = "crm.yishang.report.product.regions"
    _inherit = ["crm.yishang.report.products.mixin"]
    _description = "Products by Region"

    _report_code = "product-regions"
    _report_sequence = 90
    _report_dimensions = ("region_id", "product_id")

    @api.model
    def _get_title(self):
        return self.env._("Products by Region")

    @api.model
    def _get_sentence(self):
        return self.env._("Which products were sold in which region?")

    @api.model
    def _get_columns(self):
        texts = ("region_code", "region", "product_code", "product")
        return (
            *self._get_text_columns(*texts),
            *self._get_amount_columns(),
        )
