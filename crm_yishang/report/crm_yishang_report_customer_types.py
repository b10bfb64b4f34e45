from odoo import api, models


class CrmYishangReportCustomerTypes(models.AbstractModel):
    """Report 2 of the report center."""

    _name = "crm.yishang.report.customer.types"
    _inherit = ["crm.yishang.report.customers.mixin"]
    _description = "Customers by Type"

    _report_code = "customer-types"
    _report_sequence = 20
    _report_dimensions = ("customer_type",)

    @api.model
    def _get_title(self):
        return self.env._("Customers by Type")

    @api.model
    def _get_sentence(self):
        return self.env._(
            "How many customers of each type are there, and what is their share?"
        )
