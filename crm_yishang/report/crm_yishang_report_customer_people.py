from odoo import api, models

from ..tools.report import ReportColumn


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

    @api.model
    def _get_columns(self):
        *columns, customer_type, number = super()._get_columns()
        personnel_type = ReportColumn("personnel_type", self.env._("Personnel Type"))
        return (*columns, personnel_type, customer_type, number)

    @api.model
    def _name_rows(self, rows):
        ids = {row["user_id"] for row in rows} - {False}
        # sudo: what the work of a colleague is, whose customers are counted here.
        users = self.env["res.users"].sudo().browse(ids)
        # With what the names are made of.
        users.fetch(["partner_id", "yishang_code", "yishang_personnel_type_id"])
        rows = super()._name_rows(rows)
        kinds = {user.id: user.yishang_personnel_type_id.name for user in users}
        for row in rows:
            row["personnel_type"] = kinds.get(row["user_id"], "")
        return rows
