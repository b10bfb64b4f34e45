from odoo import api, models


class CrmYishangReportCustomerRegionTypes(models.AbstractModel):
    """Report 1 of the report center."""

    _name = "crm.yishang.report.customer.region.types"
    _inherit = ["crm.yishang.report.customers.mixin"]
    _description = "Customers by Region and Type"

    _report_code = "customer-region-types"
    _report_sequence = 10
    _report_dimensions = ("region", "customer_type")

    @api.model
    def _get_title(self):
        return self.env._("Customers by Region and Type")

    @api.model
    def _get_sentence(self):
        return self.env._("Which kinds of customers are there in each region?")
