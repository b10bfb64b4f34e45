from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn
from ..tools.value import GRADES

SCORE = "crm.yishang.value.score"


class CrmYishangReportCustomerValue(models.AbstractModel):
    """Customer value (15): how many customers of each grade bring how much.

    Counted are the customers of the current company the user sees, as the last value
    run found them; whose they are and where they are is what holds today.
    """

    _name = "crm.yishang.report.customer.value"
    _inherit = ["crm.yishang.report.source.mixin"]
    _description = "Report: Customer Value"

    _report_code = "customer-value"
    _report_group = "customer"
    _report_sequence = 50
    _report_filters = ("region", "user", "customer_type")

    @api.model
    def _get_title(self):
        return self.env._("Customer Value")

    @api.model
    def _get_sentence(self):
        return self.env._(
            "How many customers are of which value, and how much of the revenue do "
            "they bring?"
        )

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("grade", self.env._("Value Grade")),
            ReportColumn("number", self.env._("Customers"), "integer", True),
            ReportColumn("number_share", self.env._("Share of All"), "percent"),
            ReportColumn("revenue", self.env._("Revenue"), "monetary", True),
            ReportColumn("share", self.env._("Share of Revenue"), "percent"),
            ReportColumn("cumulative", self.env._("Cumulative Share"), "percent"),
        )

    @api.model
    def _get_domain(self, criteria):
        """Return the values that count, on the columns their indexes begin with."""
        domain = Domain("company_id", "=", self.env.company.id)
        if criteria.region_ids:
            domain &= Domain("yishang_scope_region_id", "in", criteria.region_ids)
        if criteria.user_ids:
            domain &= Domain("yishang_scope_key", "in", criteria.user_ids)
        if criteria.customer_type_ids:
            domain &= Domain(
                "partner_id.yishang_type_id", "in", criteria.customer_type_ids
            )
        return domain

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        """Return a row for each grade that occurs, in one statement."""
        groups = self.env[SCORE]._read_group(
            self._get_domain(criteria), ["grade"], ["__count", "revenue:sum"]
        )
        figures = {grade: (number, revenue or 0.0) for grade, number, revenue in groups}
        number_of_all = sum(number for number, _revenue in figures.values())
        whole = sum(revenue for _number, revenue in figures.values())
        rows, reached = [], 0.0
        for grade in [name for name, _label in GRADES if name in figures]:
            number, revenue = figures[grade]
            reached += revenue
            rows.append(
                {
                    "key": {"grade": grade},
                    "grade": dict(GRADES)[grade],
                    "number": number,
                    "number_share": number / number_of_all,
                    "revenue": revenue,
                    "share": revenue / whole if whole else 0.0,
                    "cumulative": reached / whole if whole else 0.0,
                }
            )
        return rows[offset : offset + limit if limit else None]

    @api.model
    def _get_total(self, criteria):
        total = super()._get_total(criteria)
        return {
            **total,
            "number_share": 1.0 if total["number"] else 0.0,
            "share": 1.0 if total["revenue"] else 0.0,
            "cumulative": None,
        }

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_domain(criteria) & Domain("grade", "=", key.get("grade"))
        return self._get_records_action(
            "crm_yishang.crm_yishang_value_score_action", domain
        )

    @api.model
    def _get_pivot_action(self, criteria):
        return self._get_records_action(
            "crm_yishang.crm_yishang_value_score_action",
            self._get_domain(criteria),
            "pivot",
            "graph",
            "list",
        )

    @api.model
    def _get_chart(self, criteria, rows):
        if not rows:
            return False
        return {
            "type": "pie",
            "labels": [row["grade"] for row in rows],
            "datasets": [
                {
                    "label": self.env._("Customers"),
                    "data": [row["number"] for row in rows],
                }
            ],
        }
