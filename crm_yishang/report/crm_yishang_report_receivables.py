from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn
from .crm_yishang_receivable import AMOUNTS

REPORT = "crm.yishang.receivable.report"
# What stands beside a customer; each customer has one of each.
GROUPS = ("yishang_customer_id", "owner_id", "yishang_scope_region_id")
# Customers in the chart.
CHART_BARS = 10
ACTION = "crm_yishang.crm_yishang_receivable_report_action"


class CrmYishangReportReceivables(models.AbstractModel):
    """Receivables (10): who owes how much, since when, and who looks after it.

    As of today, cut as the orders are: whoever sees the customer sees the debt.
    """

    _name = "crm.yishang.report.receivables"
    _inherit = "crm.yishang.report.source.mixin"
    _description = "Report: Receivables"

    _report_code = "receivables"
    _report_group = "sales"
    _report_sequence = 100
    _report_filters = ("region", "user", "customer_type")

    @api.model
    def _has_access(self):
        return self.env[REPORT].has_access("read")

    @api.model
    def _get_title(self):
        return self.env._("Receivables")

    @api.model
    def _get_sentence(self):
        return self.env._("Who owes how much today, and for how long?")

    @api.model
    def _get_columns(self):
        labels = self.env[REPORT].fields_get(AMOUNTS, ["string"])
        return (
            ReportColumn("customer", self.env._("Customer")),
            ReportColumn("user", self.env._("Salesperson")),
            ReportColumn("region", self.env._("Region")),
            *(
                ReportColumn(name, labels[name]["string"], "monetary", True)
                for name in AMOUNTS
            ),
        )

    @api.model
    def _get_domain(self, criteria):
        domain = Domain("is_open", "=", True)
        if criteria.user_ids:
            domain &= Domain("yishang_scope_key", "in", criteria.user_ids)
        if criteria.region_ids:
            domain &= Domain("yishang_scope_region_id", "in", criteria.region_ids)
        if criteria.customer_type_ids:
            domain &= Domain(
                "yishang_customer_id.yishang_type_id", "in", criteria.customer_type_ids
            )
        return domain

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        """Return the customers that owe, the largest receivable first."""
        ids = self._get_debtors(criteria, limit, offset)
        groups = self.env[REPORT]._read_group(
            self._get_domain(criteria) & Domain("yishang_customer_id", "in", ids),
            GROUPS,
            self._get_sums(),
        )
        rows = {
            customer.id: {
                "key": {"customer_id": customer.id},
                "customer": customer.display_name or self.env._("No CRM Customer"),
                "user": owner.name or self.env._("Public Pool"),
                "region": region.name or self.env._("Without Region"),
                **dict(zip(AMOUNTS, amounts, strict=True)),
            }
            for customer, owner, region, *amounts in groups
        }
        return [rows[id_] for id_ in ids]

    @api.model
    def _get_debtors(self, criteria, limit, offset):
        """Return the customers of a page by id, False for those without.

        From the orders alone, which an index holds: it is they that say how much.
        """
        groups = self._get_orders()._read_group(
            self._get_domain(criteria),
            ["yishang_customer_id"],
            # The smallest id says which of two equal ones comes first.
            order="amount_owed:sum DESC, id:min",
            limit=limit,
            offset=offset,
        )
        return [customer.id for (customer,) in groups]

    @api.model
    def _get_orders(self):
        """Return the receivables without what says how late they are.

        Each open instalment has an order that is open, so that nobody is missing.
        """
        return self.env[REPORT].with_context(yishang_orders_only=True)

    @api.model
    def _count_rows(self, criteria):
        domain, report = self._get_domain(criteria), self._get_orders()
        ((number,),) = report._read_group(
            domain, [], ["yishang_customer_id:count_distinct"]
        )
        others = domain & Domain("yishang_customer_id", "=", False)
        return number + bool(report.search_count(others, limit=1))

    @api.model
    def _get_total(self, criteria):
        (amounts,) = self.env[REPORT]._read_group(
            self._get_domain(criteria), [], self._get_sums()
        )
        amounts = (amount or 0 for amount in amounts)
        return dict(zip(AMOUNTS, amounts, strict=True))

    @api.model
    def _get_sums(self):
        return [f"{name}:sum" for name in AMOUNTS]

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_domain(criteria)
        domain &= Domain("yishang_customer_id", "=", key.get("customer_id"))
        return self._get_records_action(ACTION, domain, "list", "pivot", "graph")

    @api.model
    def _get_pivot_action(self, criteria):
        domain = self._get_domain(criteria)
        return self._get_records_action(ACTION, domain, "pivot", "graph", "list")

    @api.model
    def _get_chart(self, criteria, rows):
        rows = rows[:CHART_BARS]
        if not rows:
            return False
        labels = {column.name: column.label for column in self._get_columns()}
        return {
            "type": "bar",
            "labels": [row["customer"] for row in rows],
            "datasets": [
                {
                    "label": labels[name],
                    "data": [float(row[name] or 0) for row in rows],
                }
                for name in ("amount_owed", "amount_overdue")
            ],
        }
