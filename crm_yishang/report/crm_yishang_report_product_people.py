from odoo import api, models


class CrmYishangReportProductPeople(models.AbstractModel):
    """Report 8 of the report center."""

    _name = "crm.yishang.report.product.people"
    _inherit = ["crm.yishang.report.products.mixin"]
    _description = "Products by Salesperson"

    _report_code = "product-people"
    _report_sequence = 80
    _report_dimensions = ("user_id", "product_id", "region_id")

    @api.model
    def _get_title(self):
        return self.env._("Products by Salesperson")

    @api.model
    def _get_sentence(self):
        return self.env._("Who sold which products, and where?")

    @api.model
    def _get_columns(self):
        texts = ("user_code", "user", "product_code", "product")
        return (
            *self._get_text_columns(*texts),
            *self._get_amount_columns(),
            *self._get_text_columns("region_code", "region"),
        )
