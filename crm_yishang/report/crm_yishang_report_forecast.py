from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils

from ..tools.report import ReportColumn
from ..tools.targets import Goal
from .crm_yishang_report_funnel import ACTION

FUNNEL = "crm.yishang.funnel.report"
SUMS = ("target", "achieved", "expected", "forecast")


class CrmYishangReportForecast(models.AbstractModel):
    """Forecast (13): what each month will bring, against the targets of people.

    Achieved is what targets count: confirmed orders with tax, for who earned them.
    Expected are the open opportunities the user sees that shall close in the month,
    times their probability; in months that are over nothing is expected any more.
    """

    _name = "crm.yishang.report.forecast"
    _inherit = "crm.yishang.report.source.mixin"
    _description = "Report: Forecast"

    _report_code = "forecast"
    _report_group = "sales"
    _report_sequence = 135
    _report_filters = ("period", "region", "user")

    @api.model
    def _has_access(self):
        return super()._has_access() and self.env[FUNNEL].has_access("read")

    @api.model
    def _get_title(self):
        return self.env._("Sales Forecast")

    @api.model
    def _get_sentence(self):
        return self.env._("Will the months of the period reach their targets?")

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("month", self.env._("Month")),
            ReportColumn("user", self.env._("Salesperson")),
            ReportColumn("target", self.env._("Target"), "monetary", True),
            ReportColumn("achieved", self.env._("Achieved"), "monetary", True),
            ReportColumn("expected", self.env._("Expected"), "monetary", True),
            ReportColumn("forecast", self.env._("Forecast"), "monetary", True),
            ReportColumn("share", self.env._("Forecast of Target"), "percent"),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        """Return a row for each month and person with any figure."""
        users = self._get_users(criteria)
        figures = self._fetch_figures(criteria, users)
        names = {user.id: user.name for user in users}
        rows = [
            {
                "key": {"month": str(month), "user_id": user_id},
                "month": month.strftime("%Y-%m"),
                "user": names[user_id],
                **self._complete(sums),
            }
            for (month, user_id), sums in figures.items()
            if any(sums.values())
        ]
        rows.sort(key=lambda row: (row["month"], row["user"], row["key"]["user_id"]))
        return rows[offset : offset + limit if limit else None]

    @api.model
    def _complete(self, sums):
        """Return the figures with what follows from them."""
        forecast = sums["achieved"] + sums["expected"]
        share = forecast / sums["target"] if sums["target"] else False
        return {**sums, "forecast": forecast, "share": share}

    @api.model
    def _get_users(self, criteria):
        """Return the people of whom the user is told, as for supervision."""
        return self.env["crm.yishang.supervision"]._get_users(
            list(criteria.region_ids), list(criteria.user_ids)
        )

    @api.model
    def _fetch_figures(self, criteria, users):
        """Return ``{(first day of the month, user id): {name: amount}}``."""
        first, last = self._get_bounds(criteria)
        figures = defaultdict(lambda: {"target": 0.0, "achieved": 0.0, "expected": 0.0})
        for month, user_id, amount in self._iter_targets(users, first, last):
            figures[month, user_id]["target"] += amount
        for month, user_id, amount in self._iter_achieved(users, first, last):
            figures[month, user_id]["achieved"] += amount
        for month, user_id, amount in self._iter_expected(users, first, last):
            figures[month, user_id]["expected"] += amount
        return figures

    @api.model
    def _get_bounds(self, criteria):
        """Return the first and the last day of the months of the period."""
        first = date_utils.start_of(criteria.date_from, "month")
        return first, date_utils.end_of(criteria.date_to, "month")

    @api.model
    def _iter_targets(self, users, first, last):
        # sudo: targets of the people of whom the user is told.
        targets = self.env["crm.yishang.target"].sudo()
        groups = targets._read_group(
            Domain("kind", "=", "amount")
            & Domain("level", "=", "person")
            & Domain("period", "=", "month")
            & Domain("user_id", "in", users.ids)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("date_from", ">=", first)
            & Domain("date_from", "<=", last),
            ["date_from:month", "user_id", "company_id"],
            ["goal:sum"],
        )
        for month, user, company, amount in groups:
            yield month, user.id, self._convert(amount, company)

    @api.model
    def _iter_achieved(self, users, first, last):
        """Yield what everybody earned in each month up to now."""
        goals, last = [], min(last, self.env.company._yishang_get_day())
        month = first
        while month <= last:
            end = month + relativedelta(months=1, days=-1)
            goals += [
                Goal("amount", "user", (user.id,), company.id, month, end)
                for user in users
                for company in self.env.companies
            ]
            month = end + timedelta(days=1)
        amounts = self.env["crm.yishang.target.source"]._fetch(goals)
        for goal, amount in zip(goals, amounts, strict=True):
            if amount:
                company = self.env["res.company"].browse(goal.company_id)
                yield goal.first, goal.keys[0], self._convert(amount, company)

    @api.model
    def _iter_expected(self, users, first, last):
        groups = self.env[FUNNEL]._read_group(
            self._get_open_domain(first, last) & Domain("seller_id", "in", users.ids),
            ["date_deadline:month", "seller_id", "company_id"],
            ["prorated_revenue:sum"],
        )
        for month, user, company, amount in groups:
            yield month, user.id, self._convert(amount or 0, company)

    @api.model
    def _get_open_domain(self, first, last):
        """Return the open opportunities that shall close from ``first`` to ``last``."""
        month = date_utils.start_of(self.env.company._yishang_get_day(), "month")
        return (
            Domain("date_out", "=", False)
            & Domain("won_status", "=", "pending")
            & Domain("date_deadline", ">=", max(first, month))
            & Domain("date_deadline", "<=", last)
        )

    @api.model
    def _convert(self, amount, company):
        return self.env["crm.yishang.report.funnel"]._convert(amount, company)

    @api.model
    def _get_total(self, criteria):
        rows = self._get_rows(criteria)
        return self._complete(
            {name: sum(row[name] for row in rows) for name in SUMS[:-1]}
        )

    @api.model
    def _get_drill_action(self, criteria, key):
        """Open the opportunities that are expected to close."""
        first = date_utils.start_of(
            self.env["crm.yishang.report.center"]._get_date(key, "month")
            or criteria.date_from,
            "month",
        )
        domain = self._get_open_domain(first, date_utils.end_of(first, "month"))
        domain &= Domain("seller_id", "=", key.get("user_id"))
        return self._get_records_action(ACTION, domain, "list", "graph", "pivot")

    @api.model
    def _get_pivot_action(self, criteria):
        users = self._get_users(criteria)
        domain = self._get_open_domain(*self._get_bounds(criteria))
        domain &= Domain("seller_id", "in", users.ids)
        return self._get_records_action(ACTION, domain, "pivot", "graph", "list")

    @api.model
    def _get_chart(self, criteria, rows):
        """Return target and forecast, by month if there are several."""
        label = "month" if len({row["month"] for row in rows}) > 1 else "user"
        sums = defaultdict(lambda: [0.0, 0.0])
        for row in rows:
            sums[row[label]][0] += row["target"]
            sums[row[label]][1] += row["forecast"]
        if not sums:
            return False
        names = (self.env._("Target"), self.env._("Forecast"))
        return {
            "type": "bar",
            "labels": list(sums),
            "datasets": [
                {"label": name, "data": [values[place] for values in sums.values()]}
                for place, name in enumerate(names)
            ],
        }
