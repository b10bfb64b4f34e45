from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

from ..tools.report import FILTERS, ReportCriteria

DAY = timedelta(days=1)
# Unit and steps back from the one of today.
PRESETS = (("month", 0), ("month", -1), ("quarter", 0), ("year", 0), ("year", -1))
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class CrmYishangReportCriteriaMixin(models.AbstractModel):
    """What the bar above a report offers, and what comes of it."""

    _name = "crm.yishang.report.criteria.mixin"
    _description = "Filters of Reports"

    @api.model
    def _get_presets(self):
        """Return the periods of the bar, each with its first and last day."""
        today = self.env.company._yishang_get_day()
        labels = (
            self.env._("This Month"),
            self.env._("Last Month"),
            self.env._("This Quarter"),
            self.env._("This Year"),
            self.env._("Previous Year"),
        )
        return [
            {
                "key": f"last_{unit}" if steps else unit,
                "label": label,
                **self._get_range(today, unit, steps),
            }
            for (unit, steps), label in zip(PRESETS, labels, strict=True)
        ]

    @api.model
    def _get_range(self, today, unit, steps):
        day = today + relativedelta(months=steps * MONTHS[unit])
        return {
            "date_from": str(date_utils.start_of(day, unit)),
            "date_to": str(date_utils.end_of(day, unit)),
        }

    @api.model
    def _get_criteria(self, source, filters):
        """Return the ``ReportCriteria`` of what the client sends.

        :raise UserError: for what is no day, no list of ids, or no period
        """
        date_from, date_to = self._get_period(source, filters)
        ids = {
            f"{name}_ids": self._get_filter_ids(name, filters)
            for name in FILTERS
            if name in source._report_filters
        }
        return ReportCriteria(date_from, date_to, **ids)

    @api.model
    def _get_period(self, source, filters):
        """Return first and last day, by default this month."""
        if "period" not in source._report_filters:
            return None, None
        today = self.env.company._yishang_get_day()
        first = self._get_date(filters, "date_from")
        last = self._get_date(filters, "date_to")
        first = first or date_utils.start_of(last or today, "month")
        last = last or date_utils.end_of(first, "month")
        if first > last:
            raise UserError(
                self.env._(
                    "The period ends on %(last)s, before it begins on %(first)s. "
                    "Change one of the two days.",
                    first=first,
                    last=last,
                )
            )
        return first, last

    @api.model
    def _get_date(self, filters, name):
        value = filters.get(name)
        if not value or isinstance(value, date):
            return value or None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%(value)s” is no day. Enter the period as 2026-01-31.",
                    value=value,
                )
            ) from error

    @api.model
    def _get_filter_ids(self, name, filters):
        """Return the ids a filter narrows to; regions bring those below them."""
        values = filters.get(name) or []
        if not isinstance(values, list) or not all(type(id_) is int for id_ in values):
            raise UserError(
                self.env._(
                    "“%(value)s” does not narrow a report by %(filter)s. Choose from "
                    "the list.",
                    value=values,
                    filter=name,
                )
            )
        if name == "region" and values:
            regions = self.env[FILTERS[name]].with_context(active_test=False)
            values = regions.search([("id", "child_of", values)]).ids or [0]
        return tuple(values)

    @api.model
    def _get_criteria_before(self, criteria):
        """Return the same for the period before: months for months, days for days."""
        first, last = criteria.date_from, criteria.date_to
        after = last + DAY
        if first.day == after.day == 1:
            months = (after.year - first.year) * 12 + after.month - first.month
            before = first - relativedelta(months=months)
        else:
            before = first - (after - first)
        return criteria._replace(date_from=before, date_to=first - DAY)

    @api.model
    def _get_subject(self, source, criteria, filters):
        """Return period and filters in one line, as the heads of exports show it."""
        names = []
        for name, model in FILTERS.items():
            if name in source._report_filters and filters.get(name):
                # Masked where the user does not see them.
                records = self.env[model].browse(filters[name]).exists()
                names.append(self.env._(", ").join(records.mapped("display_name")))
        if criteria.date_from:
            names.insert(0, f"{criteria.date_from} – {criteria.date_to}")
        else:
            names.insert(0, str(self.env.company._yishang_get_day()))
        return " · ".join([self.env.company.name, *names])
