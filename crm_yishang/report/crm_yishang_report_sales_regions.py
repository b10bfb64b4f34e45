from odoo import api, models


class CrmYishangReportSalesRegions(models.AbstractModel):
    """Report 6 of the report center."""

    _name = "crm.yishang.report.sales.regions"
    _inherit = ["crm.yishang.report.sales.mixin"]
    _description = "Sales by Region"

    _report_code = "sales-regions"
    _report_sequence = 60
    _report_dimensions = ("region_id",)

    @api.model
    def _get_title(self):
        return self.env._("Sales by Region")

    @api.model
    def _get_sentence(self):
        return self.env._("How much was sold in each region and those below it?")

    @api.model
    def _get_columns(self):
        texts = self._get_text_columns("region_code", "region")
        return (*texts, *self._get_amount_columns())

    @api.model
    def _count_rows(self, criteria):
        return self._get_page(criteria, 1)[1]

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        return self._get_tree_page(criteria, limit, offset)
