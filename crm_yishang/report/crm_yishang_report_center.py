import json

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.report import CARD_ROWS, PAGE_SIZE, ReportColumn

SOURCE = "crm.yishang.report.source.mixin"


class CrmYishangReportCenter(models.AbstractModel):
    """The report center (报表中心): one method tells screen, paper and workbook."""

    _name = "crm.yishang.report.center"
    _inherit = [
        "crm.yishang.report.criteria.mixin",
        "crm.yishang.report.favourite.mixin",
    ]
    _description = "Report Center"

    @api.model
    @api.readonly
    def get_center(self):
        """Return the cards of the reports the user may open.

        :return: ``[{"key", "title", "reports": [{"code", "title", "sentence"}]}]``
        """
        groups = {
            "customer": self.env._("Customers"),
            "sales": self.env._("Sales"),
            "team": self.env._("Team and Service"),
        }
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
                        "action": source._get_screen_action(),
                    }
                    for source in sources
                    if source._report_group == key
                ],
            }
            for key, title in groups.items()
        ]
        return [card for card in cards if card["reports"]]

    @api.model
    @api.readonly
    def get_card(self, code, filters=None):
        """Return the small chart on the card of a report, or False."""
        source = self._get_source(code)
        criteria = self._get_criteria(source, filters or {})
        return source._get_chart(criteria, source._get_rows(criteria, CARD_ROWS))

    @api.model
    @api.readonly
    def get_options(self, code):
        """Return what the bar above a report offers.

        :return: ``{"title", "sentence", "filters": names, "presets": [{"key", "label",
            "date_from", "date_to"}], "favourites": [{"id", "name", "filters"}],
            "can_export"}``
        """
        source = self._get_source(code)
        return {
            "title": source._get_title(),
            "sentence": source._get_sentence(),
            "filters": list(source._report_filters),
            "presets": self._get_presets(),
            "favourites": self._get_favourites(source),
            "can_export": self.env.user.has_group("base.group_allow_export"),
        }

    @api.model
    @api.readonly
    def get_report(self, code, filters=None, page=0):
        """Return what a report says.

        :param filters: ``{"date_from", "date_to": day, "region", "user", "product",
            "customer_type": [id], "compare": beside the period before}``, all optional
        :return: ``{"columns": [{"name", "label", "kind", "is_summed"}], "rows":
            [{"key", "node", "depth", "cells"}], "total": cells or False, "count",
            "page_size", "chart", "currency_id", "date_from", "date_to", "pivot":
            action or False}``
        """
        source = self._get_source(code)
        filters = filters or {}
        criteria = self._get_criteria(source, filters)
        columns = self._get_columns(source, filters)
        rows, count = source._get_page(criteria, PAGE_SIZE, page * PAGE_SIZE)
        chart = source._get_chart(criteria, rows)
        before = self._fetch_before(source, criteria, filters)
        return {
            "columns": [column._asdict() for column in columns],
            "rows": [self._get_row(source, columns, row, before) for row in rows],
            "total": self._get_total_cells(source, criteria, columns, before),
            "count": count,
            "page_size": PAGE_SIZE,
            "chart": chart,
            "currency_id": self.env.company._yishang_get_currency_id(),
            "date_from": criteria.date_from and str(criteria.date_from),
            "date_to": criteria.date_to and str(criteria.date_to),
            "pivot": source._get_pivot_action(criteria),
        }

    @api.model
    @api.readonly
    def get_drill_action(self, code, filters, key):
        """Return what a click on a row opens.

        :return: ``{"action": one for the client or False, "hidden": how many of the
            documents in the figure the user may not open}``
        """
        source = self._get_source(code)
        criteria = self._get_criteria(source, filters or {})
        return {
            "action": source._get_drill_action(criteria, key),
            "hidden": source._count_hidden(criteria, key),
        }

    @api.model
    def _get_columns(self, source, filters):
        """Return the columns, those of the comparison behind what they compare."""
        columns = []
        for column in source._get_columns():
            columns.append(column)
            if column.is_summed and self._is_compared(source, filters):
                label = self.env._("%s, Period Before", column.label)
                columns += [
                    ReportColumn(f"{column.name}__before", label, column.kind, True),
                    ReportColumn(
                        f"{column.name}__change", self.env._("Change"), "percent"
                    ),
                ]
        return columns

    @api.model
    def _is_compared(self, source, filters):
        return bool(filters.get("compare")) and "period" in source._report_filters

    @api.model
    def _fetch_before(self, source, criteria, filters):
        """Return rows and total of the period before, by key; None without."""
        if not self._is_compared(source, filters):
            return None
        before = self._get_criteria_before(criteria)
        rows = source._get_rows(before)
        rows = {self._name_row(source, row): row for row in rows}
        return {**rows, "total": source._get_total(before) or {}}

    @api.model
    def _name_row(self, source, row):
        """Return the same text for the row of the same in each period."""
        return json.dumps(source._get_key(row), sort_keys=True)

    @api.model
    def _get_row(self, source, columns, row, before):
        then = before and before.get(self._name_row(source, row), {})
        return {
            "key": source._get_key(row),
            "node": list(row.get("path", ())),
            "depth": row.get("depth", 0),
            "cells": self._get_cells(columns, row, then),
        }

    @api.model
    def _get_total_cells(self, source, criteria, columns, before):
        total = source._get_total(criteria)
        return total and self._get_cells(columns, total, before and before["total"])

    @api.model
    def _get_cells(self, columns, row, then):
        """Return the values of a row; ``then`` has those of the period before."""
        values = {**row}
        for column in columns:
            name, _dash, kind = column.name.partition("__")
            if kind:
                now, past = row.get(name) or 0, (then or {}).get(name) or 0
                change = round(float(now - past) / float(past), 4) if past else False
                values[column.name] = past if kind == "before" else change
        return [self._get_plain(column, values) for column in columns]

    @api.model
    def _get_plain(self, column, values):
        """Return a value as the client takes it: amounts rounded, no decimals."""
        value = values.get(column.name)
        if value is None or value is False:
            return False
        if column.kind == "monetary":
            return self.env.company.currency_id.round(float(value))
        if column.kind in ("float", "percent"):
            return float(value)
        return value

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
