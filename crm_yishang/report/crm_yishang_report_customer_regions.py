from odoo import api, models


class CrmYishangReportCustomerRegions(models.AbstractModel):
    """Report 4 of the report center."""

    _name = "crm.yishang.report.customer.regions"
    _inherit = ["crm.yishang.report.customers.mixin"]
    _description = "Customers by Region"

    _report_code = "customer-regions"
    _report_sequence = 40
    _report_dimensions = ("region",)

    @api.model
    def _get_title(self):
        return self.env._("Customers by Region")

    @api.model
    def _get_sentence(self):
        return self.env._("How are the customers spread over the regions?")
