from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn

REPORT = "crm.yishang.funnel.report"
SUMS = ("entered", "here", "amount", "won")
# Averages with what they are averages of.
AVERAGES = ("conversion", "days")
ACTION = "crm_yishang.crm_yishang_funnel_report_action"


class CrmYishangReportFunnel(models.AbstractModel):
    """Funnel (13): how many opportunities came into each stage, and went on.

    Counted are those that came in within the period, for whoever had them then; cut as
    opportunities are. Still there, with their amount, are those that are there today.
    """

    _name = "crm.yishang.report.funnel"
    _inherit = "crm.yishang.report.source.mixin"
    _description = "Report: Sales Funnel"

    _report_code = "funnel"
    _report_group = "sales"
    _report_sequence = 130
    _report_filters = ("period", "region", "user", "customer_type")

    @api.model
    def _has_access(self):
        return super()._has_access() and self.env[REPORT].has_access("read")

    @api.model
    def _get_title(self):
        return self.env._("Sales Funnel")

    @api.model
    def _get_sentence(self):
        return self.env._("How many opportunities go on, and where do they wait?")

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("stage", self.env._("Stage")),
            ReportColumn("entered", self.env._("Came In"), "integer", True),
            ReportColumn("here", self.env._("Still There"), "integer", True),
            ReportColumn("amount", self.env._("Expected Revenue"), "monetary", True),
            ReportColumn("won", self.env._("Won Later"), "integer", True),
            ReportColumn("conversion", self.env._("Went On"), "percent"),
            ReportColumn("days", self.env._("Average Days"), "float"),
        )

    @api.model
    def _get_domain(self, criteria):
        company = self.env.company
        end = company._yishang_get_start(criteria.date_to + timedelta(days=1))
        domain = (
            Domain("date_in", ">=", company._yishang_get_start(criteria.date_from))
            & Domain("date_in", "<", end)
            & Domain("stage_id", "!=", False)
        )
        if criteria.user_ids:
            domain &= Domain("user_id", "in", criteria.user_ids)
        if criteria.region_ids:
            domain &= Domain("region_id", "in", criteria.region_ids)
        if criteria.customer_type_ids:
            domain &= Domain(
                "lead_id.yishang_customer_id.yishang_type_id",
                "in",
                criteria.customer_type_ids,
            )
        return domain

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        figures = self._fetch_figures(criteria)
        stages = sorted(figures, key=lambda stage: (stage.sequence, stage.id))
        rows = [
            {
                "key": {"stage_id": stage.id},
                "stage": stage.name,
                **self._get_figures(figures[stage]),
            }
            for stage in stages
        ]
        return rows[offset : offset + limit if limit else None]

    @api.model
    def _fetch_figures(self, criteria):
        """Return ``{stage: {name: sum}}``, amounts in the currency of the company."""
        names = ("entered", "here", "won")
        groups = self.env[REPORT]._read_group(
            self._get_domain(criteria),
            ["stage_id", "company_id"],
            [
                *(f"{name}:sum" for name in names),
                *(f"{name}:{way}" for name in AVERAGES for way in ("sum", "count")),
                "expected_revenue:sum",
            ],
        )
        keys = (*names, *(f"{name}_{way}" for name in AVERAGES for way in "sn"))
        figures = defaultdict(lambda: defaultdict(float))
        for stage, company, *sums, amount in groups:
            for key, value in zip(keys, sums, strict=True):
                figures[stage][key] += value or 0
            figures[stage]["amount"] += self._convert(amount or 0, company)
        return figures

    @api.model
    def _convert(self, amount, company):
        """Return an amount of another company, at today's rate."""
        own = self.env.company
        # sudo: in which currency another company counts is no secret.
        currency = (company or own).sudo().currency_id
        return currency._convert(amount, own.currency_id, own)

    @api.model
    def _get_figures(self, sums):
        figures = {name: sums[name] for name in SUMS}
        for name in ("entered", "here", "won"):
            figures[name] = int(figures[name])
        for name in AVERAGES:
            number = sums[f"{name}_n"]
            # From the last stage nobody goes on, and nobody has left a new one yet.
            figures[name] = sums[f"{name}_s"] / number if number else None
        return figures

    @api.model
    def _get_total(self, criteria):
        """Return the sums over the stages, averages over all that came and went."""
        whole = defaultdict(float)
        for sums in self._fetch_figures(criteria).values():
            for name, value in sums.items():
                whole[name] += value
        return self._get_figures(whole)

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_domain(criteria)
        domain &= Domain("stage_id", "=", key.get("stage_id"))
        return self._get_records_action(ACTION, domain, "list", "graph", "pivot")

    @api.model
    def _get_pivot_action(self, criteria):
        domain = self._get_domain(criteria)
        return self._get_records_action(ACTION, domain, "pivot", "graph", "list")

    @api.model
    def _get_chart(self, criteria, rows):
        if not rows:
            return False
        return {
            "type": "bar",
            "labels": [row["stage"] for row in rows],
            "datasets": [
                {
                    "label": self.env._("Came In"),
                    "data": [row["entered"] for row in rows],
                },
                {
                    "label": self.env._("Still There"),
                    "data": [row["here"] for row in rows],
                },
            ],
        }
