from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

from ..tools.report import FILTERS, PAGE_SIZE, ReportCriteria

SOURCE = "crm.yishang.report.source.mixin"


class CrmYishangReportCenter(models.AbstractModel):
    """The report center (报表中心): all reports, by one method each for all media."""

    _name = "crm.yishang.report.center"
    _description = "Report Center"

    @api.model
    @api.readonly
    def get_center(self):
        """Return the cards of the reports the user may open.

        :return: ``[{"key", "title", "reports": [{"code", "title", "sentence"}]}]``
        """
        groups = (
            ("customer", self.env._("Customers")),
            ("sales", self.env._("Sales")),
            ("team", self.env._("Team and Service")),
        )
        sources = [source for source in self._get_sources() if source._has_access()]
        cards = [
            {
                "key": key,
                "title": title,
                "reports": [
                    {
                        "code": source._report_code,
                        "title": source._get_title(),
                        "sentence": source._get_sentence(),
                    }
                    for source in sources
                    if source._report_group == key
                ],
            }
            for key, title in groups
        ]
        return [card for card in cards if card["reports"]]

    @api.model
    @api.readonly
    def get_report(self, code, filters=None, page=0):
        """Return what a report says.

        :param filters: ``{"date_from", "date_to": day, "region", "user", "product",
            "customer_type": [id]}``, all optional
        :return: ``{"code", "title", "sentence", "filters": names, "columns": [{"name",
            "label", "kind", "is_summed"}], "rows": [{"key", "depth", "cells"}],
            "total": cells or False, "count", "page", "page_size", "chart",
            "currency_id", "date_from", "date_to"}``
        """
        source = self._get_source(code)
        criteria = self._get_criteria(source, filters or {})
        columns = source._get_columns()
        rows = source._get_rows(criteria, PAGE_SIZE, page * PAGE_SIZE)
        total = source._get_total(criteria)
        return {
            "code": code,
            "title": source._get_title(),
            "sentence": source._get_sentence(),
            "filters": list(source._report_filters),
            "columns": [column._asdict() for column in columns],
            "rows": [
                {
                    "key": row["key"],
                    "depth": row.get("depth", 0),
                    "cells": self._get_cells(columns, row),
                }
                for row in rows
            ],
            "total": total and self._get_cells(columns, total),
            "count": source._count_rows(criteria),
            "page": page,
            "page_size": PAGE_SIZE,
            "chart": source._get_chart(criteria, rows),
            "currency_id": self.env.company.currency_id.id,
            "date_from": criteria.date_from and str(criteria.date_from),
            "date_to": criteria.date_to and str(criteria.date_to),
        }

    @api.model
    @api.readonly
    def get_drill_action(self, code, filters, key):
        """Return the action that opens the documents of a row, with what is hidden."""
        source = self._get_source(code)
        criteria = self._get_criteria(source, filters or {})
        return {
            "action": source._get_drill_action(criteria, key),
            "hidden": source._count_hidden(criteria, key),
        }

    @api.model
    def _get_cells(self, columns, row):
        return [row.get(column.name, False) for column in columns]

    @api.model
    def _get_sources(self):
        """Return the models of all reports, in the order of their cards."""
        names = self.env.registry.descendants([SOURCE], "_inherit")
        sources = [self.env[name] for name in names]
        return sorted(
            (source for source in sources if source._report_code),
            key=lambda source: (source._report_sequence, source._report_code),
        )

    @api.model
    def _get_source(self, code):
        """Return the model of a report the user may open."""
        for source in self._get_sources():
            if source._report_code == code:
                if not source._has_access():
                    raise AccessError(
                        self.env._(
                            "The report “%(report)s” is not for you. Ask your "
                            "administrator for the role that reads it.",
                            report=source._get_title(),
                        )
                    )
                return source
        raise UserError(
            self.env._(
                "There is no report “%(code)s”. Choose one in the report center.",
                code=code,
            )
        )

    @api.model
    def _get_criteria(self, source, filters):
        """Return the ``ReportCriteria`` of what the client sends."""
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
                    "The period ends on %(last)s, before it begins on %(first)s. Change "
                    "one of the two days.",
                    first=first,
                    last=last,
                )
            )
        return first, last

    @api.model
    def _get_date(self, filters, name):
        try:
            return date.fromisoformat(filters[name]) if filters.get(name) else None
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%(value)s” is no day. Enter the period as 2026-01-31.",
                    value=filters[name],
                )
            ) from error

    @api.model
    def _get_filter_ids(self, name, filters):
        """Return the ids a filter narrows to; regions bring those below them."""
        ids = [int(id_) for id_ in filters.get(name) or ()]
        if name == "region" and ids:
            regions = self.env[FILTERS[name]].with_context(active_test=False)
            ids = regions.search([("id", "child_of", ids)]).ids
        return tuple(ids)
