from odoo import api, models


class CrmYishangReportCustomerPeople(models.AbstractModel):
    """Report 3 of the report center."""

    _name = "crm.yishang.report.customer.people"
    _inherit = ["crm.yishang.report.customers.mixin"]
    _description = "Customers by Region, Salesperson and Type"

    _report_code = "customer-people"
    _report_sequence = 30
    _report_dimensions = ("region", "user", "customer_type")

    @api.model
    def _get_title(self):
        return self.env._("Customers by Region, Salesperson and Type")

    @api.model
    def _get_sentence(self):
        return self.env._("Who looks after which kinds of customers, and where?")
