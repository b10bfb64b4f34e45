from datetime import timedelta

from odoo import api, models
from odoo.tools import date_utils

# What opens first.
DEFAULT_PRESET = "today"


class CrmYishangSupervisionFilterMixin(models.AbstractModel):
    """What the bar above the table offers: periods, departments, regions, people."""

    _name = "crm.yishang.supervision.filter.mixin"
    _description = "Filters of Supervision"

    @api.model
    @api.readonly
    def get_filters(self):
        """Return what the user may choose from, as far as there are people in it.

        :return: ``{"presets": [{"key", "label", "date_from", "date_to"}], "preset": key
            of the first one, "departments", "regions": [{"id", "name", "depth"}] in the
            order of the tree, "people": [{"id", "name"}], "can_export",
            "can_analyse"}``
        """
        self._check_reader()
        users = self._get_users()
        people = self._get_supervised(users).sorted("name")
        # sudo: trees of departments and regions are no secret; the scope is above.
        employees = users.employee_ids.with_context(active_test=False)
        return {
            "presets": self._get_presets(),
            "preset": DEFAULT_PRESET,
            "departments": self._get_tree(employees.department_id),
            "regions": self._get_tree(users.yishang_region_id),
            "people": [{"id": user.id, "name": user.name} for user in people],
            "can_export": self.env.user.has_group("base.group_allow_export"),
            "can_analyse": self.env["crm.yishang.supervision.report"].has_access(
                "read"
            ),
        }

    @api.model
    def _get_presets(self):
        today = self.env.company._yishang_get_day()
        yesterday = today - timedelta(days=1)
        monday = date_utils.start_of(today, "week")
        month = date_utils.start_of(today, "month")
        end = date_utils.end_of(today, "month")
        before = month - timedelta(days=1)
        presets = (
            ("today", self.env._("Today"), today, today),
            ("yesterday", self.env._("Yesterday"), yesterday, yesterday),
            ("week", self.env._("This Week"), monday, monday + timedelta(days=6)),
            ("month", self.env._("This Month"), month, end),
            (
                "last_month",
                self.env._("Last Month"),
                date_utils.start_of(before, "month"),
                before,
            ),
        )
        return [
            {"key": key, "label": label, "date_from": str(first), "date_to": str(last)}
            for key, label, first, last in presets
        ]

    @api.model
    def _get_tree(self, records):
        """Return records and all above them in the order of their tree."""
        model = records.browse()
        paths = [path for path in records.mapped("parent_path") if path]
        ids = {int(part) for path in paths for part in path.split("/") if part}
        # sudo: names of what stands above one's own part of the tree.
        found = model.browse(ids).sudo().with_context(active_test=False)
        names = {record.id: record.name for record in found}
        ordered = sorted(
            found,
            key=lambda record: [
                (names.get(int(part), ""), part)
                for part in record.parent_path.split("/")
                if part
            ],
        )
        return [
            {
                "id": record.id,
                "name": record.name,
                "depth": record.parent_path.count("/") - 1,
            }
            for record in ordered
        ]
