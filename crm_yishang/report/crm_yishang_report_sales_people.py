from odoo import api, models

from .crm_yishang_report_sales_mixin import SUMS


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
    def _get_rows(self, criteria, limit=None, offset=0):
        rows = self._fetch(criteria)
        self._name_people(rows)
        rows.sort(key=lambda row: (row["user_code"], row["user"], row["user_id"] or 0))
        rows = self._roll_up(criteria, rows, SUMS, ("user_id",))
        for row in rows:
            row["key"] = self._get_key(row)
        return rows[offset : offset + limit if limit else None]
