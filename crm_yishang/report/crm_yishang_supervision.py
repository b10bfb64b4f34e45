from collections import defaultdict

from odoo import api, models

from ..tools.supervision import BY_DEPARTMENT, BY_USER, IN_ALL


class CrmYishangSupervision(models.AbstractModel):
    """What everybody did in a period, those with nothing too."""

    _name = "crm.yishang.supervision"
    _inherit = [
        "crm.yishang.supervision.fact.mixin",
        "crm.yishang.supervision.action.mixin",
        "crm.yishang.supervision.timeline.mixin",
        "crm.yishang.supervision.filter.mixin",
    ]
    _description = "Supervision of Employees"

    @api.model
    @api.readonly
    def get_data(
        self, date_from, date_to, department_ids=None, region_ids=None, user_ids=None
    ):
        """Return the figures of the people whose work the user may look at.

        Work counts for whoever did it, in the department of that day, whoever holds the
        customer now.

        :param date_from, date_to: first and last day
        :param department_ids: only what was done for these and the departments below
        :param region_ids: only people of these regions and those below
        :return: ``{"columns": [{"key", "label", "kind", "is_alert", "is_main",
            "opens"}], "rows": [row], "departments": [row], "total": row,
            "currency_id"}`` where a row is ``{"user_id", "department_id": id or False,
            "name", "department": text, "is_active", "cells": [number], "last_record":
            moment of the company's clock or False, "hidden": number of counted records
            the user does not see}``
        """
        self._check_reader()
        period = self._get_period(date_from, date_to)
        users = self._get_users(region_ids, user_ids)
        departments = self._get_departments(department_ids)
        sources = self._get_sources()
        supervised = self._get_supervised(users)
        figures = self._fetch_figures(sources, period, users, supervised, departments)
        columns = self._get_columns(sources)
        shown = users.filtered(lambda user: (BY_USER, user.id) in figures)
        names = self._get_department_names(figures)
        last = self._fetch_last_visits(shown.ids, period.last)
        rows = [
            self._get_row(columns, figures.get((BY_USER, user.id)), user.name)
            | {
                "user_id": user.id,
                "is_active": user.active,
                "last_record": last.get(user.id, (False, False))[1],
            }
            for user in shown.sorted(lambda user: (user.name, user.id))
        ]
        for row in rows:
            row["department"] = names.get(row["department_id"], "")
        return {
            "columns": columns,
            "rows": rows,
            "departments": self._get_subtotals(columns, figures, names),
            "total": self._get_row(
                columns, figures.get((IN_ALL, None)), self.env._("Total")
            ),
            "currency_id": self.env.company._yishang_get_currency_id(),
        }

    @api.model
    def _get_columns(self, sources):
        """Return the figures in the order of the screen."""
        ratios = self._get_ratios()
        columns = [
            {"key": "workdays", "label": self.env._("Workdays")},
            {
                "key": "days_recorded",
                "label": self.env._("Days with Records"),
                "is_main": True,
            },
        ]
        for measure in self._get_measures(sources):
            if not measure.is_hidden:
                columns.append(
                    {
                        "key": measure.key,
                        "label": measure.label,
                        "kind": measure.kind,
                        "is_alert": measure.is_alert,
                        "is_main": measure.is_main,
                    }
                )
            if ratio := ratios.get(measure.key):
                columns.append(
                    {"key": ratio.key, "label": ratio.label, "kind": ratio.kind}
                )
        opened = self._get_opened_keys(sources)
        plain = {"kind": "integer", "is_alert": False, "is_main": False}
        return [
            plain | column | {"opens": column["key"] in opened} for column in columns
        ]

    @api.model
    def _get_row(self, columns, figures, name):
        """Return the figures of a person, a department or all as a row."""
        figures = defaultdict(int, figures or {})
        for ratio in self._get_ratios().values():
            whole = figures[ratio.denominator]
            share = float(figures[ratio.numerator]) / float(whole) if whole else 0.0
            figures[ratio.key] = round(share, 2)
        return {
            "name": name,
            "department": "",
            "department_id": figures["department_id"] or False,
            "cells": [
                self._get_cell(column, figures[column["key"]]) for column in columns
            ],
            "hidden": int(figures["hidden"]),
        }

    @api.model
    def _get_cell(self, column, value):
        if column["kind"] == "integer":
            return int(value)
        if column["kind"] == "monetary":
            return self.env.company.currency_id.round(float(value))
        return float(value)

    @api.model
    def _get_subtotals(self, columns, figures, names):
        """Return one row for each department in which anybody was."""
        rows = [
            self._get_row(
                columns, figure, names.get(key, self.env._("Without Department"))
            )
            | {"department_id": key or False}
            for (kind, key), figure in figures.items()
            if kind == BY_DEPARTMENT
        ]
        return sorted(rows, key=lambda row: row["name"])
