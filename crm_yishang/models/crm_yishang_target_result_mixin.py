from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..tools.targets import MONEY_KINDS, Goal


class CrmYishangTargetResultMixin(models.AbstractModel):
    """How far a target is achieved: live, for all targets of a list at once."""

    _name = "crm.yishang.target.result.mixin"
    _description = "Result of a Target"

    currency_id = fields.Many2one("res.currency")
    achieved = fields.Monetary(
        compute="_compute_result", help="Up to now; it counts for who earned it."
    )
    progress = fields.Float(
        string="Achieved (%)", compute="_compute_result", aggregator=None
    )
    forecast = fields.Monetary(
        compute="_compute_result",
        help="At the end of the period, if it goes on as it did: what is achieved by "
        "working days passed, times all working days of the period.",
    )
    rank = fields.Char(
        compute="_compute_rank",
        help="Place by percentage among the targets of the same kind, period and level "
        "that are part of the same target.",
    )

    @api.depends("kind", "level", "user_id", "region_id", "department_id")
    @api.depends("company_id", "date_from", "date_to", "goal")
    def _compute_result(self):
        known = self.filtered(lambda t: t.date_from and t.date_to and t.kind)
        (self - known).update({"achieved": 0, "progress": 0, "forecast": 0})
        results = known._fetch_achieved()
        shares = known._get_elapsed_shares()
        for target, achieved in zip(known, results, strict=True):
            share = shares[target]
            target.achieved = achieved
            target.progress = 100 * achieved / target.goal if target.goal else 0
            target.forecast = achieved / share if share else 0

    def _fetch_achieved(self):
        """Return what was achieved, in the order of the targets.

        :return: list of numbers
        """
        goals = self._get_goals()
        return self.env["crm.yishang.target.source"]._fetch(goals)

    def _get_goals(self):
        """Return a ``Goal`` for each target."""
        # sudo: who belongs to a region or a department is read, not shown.
        targets = self.sudo()
        regions = self._get_regions_below(targets.region_id)
        people = self._get_people_of(targets.department_id)
        goals = []
        for target in targets:
            axis, keys = {
                "company": ("company", (target.company_id.id,)),
                "region": ("region", regions.get(target.region_id.id, ())),
                "department": ("user", people.get(target.department_id.id, ())),
                "person": ("user", tuple(target.user_id.ids)),
            }[target.level]
            goals.append(
                Goal(
                    target.kind,
                    axis,
                    keys,
                    target.company_id.id,
                    target.date_from,
                    target.date_to,
                )
            )
        return goals

    @api.model
    def _get_regions_below(self, regions):
        """Return ``{id: ids of the region and of all below}``, in one query."""
        below = {}
        regions = regions.with_context(active_test=False)
        for region in regions.search([("id", "child_of", regions.ids)]):
            for part in region.parent_path.split("/")[:-1]:
                below.setdefault(int(part), []).append(region.id)
        return below

    @api.model
    def _get_people_of(self, departments):
        """Return ``{id: ids of the users in the department and in all below}``."""
        below = departments.with_context(active_test=False)
        # sudo: who belongs to a department, without rights of the staff app.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees.search(
            [
                ("department_id", "child_of", below.ids),
                ("user_id", "!=", False),
            ]
        )
        people = {}
        for employee in found:
            for part in employee.department_id.parent_path.split("/")[:-1]:
                people.setdefault(int(part), []).append(employee.user_id.id)
        return {id_: tuple(set(users)) for id_, users in people.items()}

    def _get_elapsed_shares(self):
        """Return ``{target: share of the working days that passed}``, today included.

        Working days are those of the company's calendar without public holidays.
        """
        shares = {}
        for company, targets in self.grouped("company_id").items():
            today = company._yishang_get_day()
            first, last = (
                min(targets.mapped("date_from")),
                max(targets.mapped("date_to")),
            )
            workdays = self._get_workdays(company, first, last)
            for target in targets:
                days = [d for d in workdays if target.date_from <= d <= target.date_to]
                passed = sum(day <= today for day in days)
                shares[target] = passed / len(days) if days else 0
        return shares

    @api.model
    def _get_workdays(self, company, first, last):
        # sudo: on which days the company works is no secret.
        calendar = company.sudo().resource_calendar_id
        weekdays = {int(line.dayofweek) for line in calendar.attendance_ids}
        weekdays = weekdays or set(range(5))
        free = set()
        for leave in calendar.global_leave_ids:
            day, end = map(company._yishang_get_day, (leave.date_from, leave.date_to))
            while day <= end:
                free.add(day)
                day += timedelta(days=1)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if day.weekday() in weekdays and day not in free]

    @api.depends("parent_id", "kind", "period", "date_from", "level", "goal")
    def _compute_rank(self):
        self.rank = False
        keys = ("company_id", "parent_id", "kind", "period", "date_from", "level")
        # sudo: the place among colleagues is told, their figures are not.
        ranked = self.sudo().filtered(lambda t: t.level != "company" and t.date_from)
        rivals = ranked.search(
            [
                ("kind", "in", list(set(ranked.mapped("kind")))),
                ("period", "in", list(set(ranked.mapped("period")))),
                ("date_from", "in", list(set(ranked.mapped("date_from")))),
                ("level", "in", list(set(ranked.mapped("level")))),
                ("company_id", "in", ranked.company_id.ids),
                ("parent_id", "in", [*ranked.parent_id.ids, False]),
            ]
        )
        for target in ranked:
            group = rivals.filtered(
                lambda r, t=target: all(r[name] == t[name] for name in keys)
            )
            if len(group) > 1:
                better = sum(r.progress > target.progress for r in group)
                target.rank = f"{better + 1} / {len(group)}"

    def _format_value(self, value):
        """Return an amount or a number of the target as text."""
        if self.kind in MONEY_KINDS:
            currency = self.company_id.currency_id
            return formatLang(self.env, value, currency_obj=currency)
        return f"{value:,.0f}"
