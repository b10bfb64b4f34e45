from odoo import api, models

from ..tools.report import ReportColumn

SCREEN = "crm_yishang.crm_yishang_supervision_action"
# What the chart shows of each employee.
CHART_FIGURE = "contacts"


class CrmYishangReportSupervision(models.AbstractModel):
    """Supervision (11): what everybody did in a period.

    The figures are those of the screen of supervision, to which its card leads: work
    counts for whoever did it, of the people the user is above or in charge of.
    """

    _name = "crm.yishang.report.supervision"
    _inherit = "crm.yishang.report.source.mixin"
    _description = "Report: Supervision"

    _report_code = "supervision"
    _report_group = "team"
    _report_sequence = 110
    _report_filters = ("period", "region", "user")
    _report_roles = ("leader", "report_viewer", "administrator")

    @api.model
    def _get_title(self):
        return self.env._("Supervision")

    @api.model
    def _get_sentence(self):
        return self.env._("What did everybody do, and who did nothing?")

    @api.model
    def _get_screen_action(self):
        return self.env["ir.actions.client"]._for_xml_id(SCREEN)

    @api.model
    def _get_columns(self):
        supervision = self.env["crm.yishang.supervision"]
        ratios = {ratio.key for ratio in supervision._get_ratios().values()}
        return (
            ReportColumn("user", self.env._("Employee")),
            ReportColumn("department", self.env._("Department")),
            *(
                ReportColumn(
                    column["key"],
                    column["label"],
                    column["kind"],
                    column["key"] not in ratios,
                )
                for column in supervision._get_columns(supervision._get_sources())
            ),
        )

    @api.model
    def _get_data(self, criteria):
        return self.env["crm.yishang.supervision"].get_data(
            criteria.date_from,
            criteria.date_to,
            region_ids=list(criteria.region_ids),
            user_ids=list(criteria.user_ids),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        data = self._get_data(criteria)
        rows = data["rows"][offset : offset + limit if limit else None]
        return [
            {
                "key": {"user_id": row["user_id"]},
                "user": row["name"],
                "department": row["department"],
                **self._get_figures(data, row),
            }
            for row in rows
        ]

    @api.model
    def _get_figures(self, data, row):
        keys = [column["key"] for column in data["columns"]]
        return dict(zip(keys, row["cells"], strict=True))

    @api.model
    def _get_total(self, criteria):
        """Return the figures of all, in which averages are those of the whole."""
        data = self._get_data(criteria)
        return self._get_figures(data, data["total"])

    @api.model
    def _get_drill_action(self, criteria, key):
        """Open the records of the employee's contacts in the period."""
        return self.env["crm.yishang.supervision"].get_action(
            CHART_FIGURE, key.get("user_id"), criteria.date_from, criteria.date_to
        )

    @api.model
    def _count_hidden(self, criteria, key):
        own = criteria._replace(user_ids=(key.get("user_id"),))
        rows = self._get_data(own)["rows"]
        return sum(row["hidden"] for row in rows)

    @api.model
    def _get_pivot_action(self, criteria):
        if not self.env["crm.yishang.supervision.report"].has_access("read"):
            return False
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_supervision_report_action"
        )

    @api.model
    def _get_chart(self, criteria, rows):
        if not rows:
            return False
        labels = {column.name: column.label for column in self._get_columns()}
        return {
            "type": "bar",
            "labels": [row["user"] for row in rows],
            "datasets": [
                {
                    "label": labels[CHART_FIGURE],
                    "data": [row[CHART_FIGURE] for row in rows],
                }
            ],
        }
