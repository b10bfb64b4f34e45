from odoo import api, models


class CrmYishangReportSalesPeople(models.AbstractModel):
    """Report 5 of the report center."""

    _name = "crm.yishang.report.sales.people"
    _inherit = ["crm.yishang.report.sales.mixin"]
    _description = "Sales by Salesperson"

    _report_code = "sales-people"
    _report_sequence = 50
    _report_dimensions = ("region_id", "user_id")

    @api.model
    def _get_title(self):
        return self.env._("Sales by Salesperson")

    @api.model
    def _get_sentence(self):
        return self.env._("Who sold how much, and in which region?")

    @api.model
    def _get_columns(self):
        texts = ("region_code", "region", "user_code", "user")
        return (*self._get_text_columns(*texts), *self._get_amount_columns())

    @api.model
    def _count_rows(self, criteria):
        return self._get_page(criteria, 1)[1]

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        return self._get_tree_page(criteria, limit, offset)
