from odoo import api, models
from odoo.fields import Domain

from ..tools.targets import KINDS, MONEY_KINDS, Goal

# Each kind of target and the figure of supervision whose records are behind it.
FIGURES = {
    "amount": "order_amount",
    "receipt": "receipt_amount",
    "customer": "new_customers",
    "visit": "visits_done",
}


class CrmYishangWorkbenchTargetMixin(models.AbstractModel):
    """This month against target, on the workbench."""

    _name = "crm.yishang.workbench.target.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
        "crm.yishang.workbench.figure.mixin",
    ]
    _description = "Targets on the Workbench"

    @api.model
    def _get_month_section(self):
        """Return what the user achieved this month, with or without a target."""
        peers = self._get_peers()
        results = self._fetch_results(peers)
        goals = self._fetch_goals()
        drill = self._get_drill_actions()
        return self._make_section(
            "month",
            self.env._("This month against target"),
            tiles=[
                self._get_result_tile(kind, results[kind], goals.get(kind), drill[kind])
                for kind in KINDS
            ],
        )

    @api.model
    def _get_peers(self):
        """Return the ids of the people with the same superior, the user first.

        Nobody else is told their figures, only the place among them.
        """
        # sudo: who has the same superior is no secret.
        employees = self.env["hr.employee"].sudo()
        mine = Domain("company_id", "=", self.env.company.id)
        me = employees.search(mine & Domain("user_id", "=", self.env.uid), limit=1)
        if not me.parent_id:
            return [self.env.uid]
        peers = employees.search_fetch(
            mine
            & Domain("parent_id", "=", me.parent_id.id)
            & Domain("user_id.active", "=", True),
            ["user_id"],
        )
        return [self.env.uid, *sorted(set(peers.user_id.ids) - {self.env.uid})]

    @api.model
    def _fetch_results(self, user_ids):
        """Return what each of these people achieved: ``{kind: [number]}``."""
        first, last = self._get_month()
        company = self.env.company.id
        goals = [
            Goal(kind, "user", (user_id,), company, first, last)
            for kind in KINDS
            for user_id in user_ids
        ]
        numbers = self.env["crm.yishang.target.source"]._fetch(goals)
        count = len(user_ids)
        return {
            kind: numbers[index * count : (index + 1) * count]
            for index, kind in enumerate(KINDS)
        }

    @api.model
    def _fetch_goals(self):
        """Return the user's own targets of the month: ``{kind: number}``."""
        domain = self._get_target_domain()
        domain &= Domain("level", "=", "person") & Domain("user_id", "=", self.env.uid)
        found = self.env["crm.yishang.target"].search_fetch(domain, ["kind", "goal"])
        return {target.kind: target.goal for target in found}

    @api.model
    def _get_target_domain(self):
        first, _last = self._get_month()
        return (
            Domain("period", "=", "month")
            & Domain("date_from", "=", first)
            & Domain("company_id", "=", self.env.company.id)
        )

    @api.model
    def _get_drill_actions(self):
        """Return the actions that list what the user achieved: ``{kind: action}``."""
        supervision = self.env["crm.yishang.supervision"]
        period = supervision._make_period(*self._get_month())
        measures = {
            measure.key: (source, measure)
            for source in supervision._get_sources()
            for measure in source.measures
        }
        labels = self._get_kind_labels()
        actions = {}
        for kind, key in FIGURES.items():
            source, measure = measures[key]
            domain = supervision._get_domain(source, self.env.user, period)
            actions[kind] = self._get_action(
                source.model, domain & measure.domain, labels[kind]
            )
        return actions

    @api.model
    def _get_kind_labels(self):
        field = self.env["crm.yishang.target"]._fields["kind"]
        return dict(field._description_selection(self.env))

    @api.model
    def _get_result_tile(self, kind, numbers, goal, action):
        """Return the tile of one kind: result, share of the target, place in the team.

        :param numbers: of the user, then of those who have the same superior
        """
        own = numbers[0]
        notes = []
        if len(numbers) > 1:
            place = 1 + sum(number > own for number in numbers)
            notes.append(
                self.env._(
                    "Rank %(place)s / %(count)s in the team",
                    place=place,
                    count=len(numbers),
                )
            )
        label = self._get_kind_labels()[kind]
        return self._make_goal_tile(f"month_{kind}", label, kind, own, goal) | {
            "note": " · ".join(notes),
            "action": action,
        }

    @api.model
    def _make_goal_tile(self, key, label, kind, achieved, goal):
        tile = self._make_tile(key, label, self._format_result(kind, achieved), False)
        if not goal:
            return tile | {"goal": self.env._("No target set")}
        percent = 100 * achieved / goal
        return tile | {
            "percent": max(0, min(round(percent), 100)),
            "percent_text": f"{percent:.0f} %",
            "goal": self.env._("Target %(goal)s", goal=self._format_result(kind, goal)),
        }

    @api.model
    def _format_result(self, kind, number):
        if kind in MONEY_KINDS:
            return self._format_amount(number)
        return f"{number:,.0f}"

    @api.model
    def _get_unit_section(self):
        """Return the month's targets of what the user answers for, or None.

        Regions and departments; of the company for whoever sees everything.
        """
        targets = self.env["crm.yishang.target"]
        if not self._is_leader() or not targets.has_access("read"):
            return None
        mine = Domain("user_id", "=", self.env.uid)
        if self.env["crm.yishang.people"]._get_ids() is None:
            mine |= Domain("level", "=", "company")
        found = targets.search(
            self._get_target_domain() & Domain("level", "!=", "person") & mine,
            order="level, kind, id",
        )
        if not found:
            return None
        return self._make_section(
            "units",
            self.env._("Team this month against target"),
            tiles=[self._get_unit_tile(target) for target in found],
        )

    @api.model
    def _get_unit_tile(self, target):
        label = self._get_kind_labels()[target.kind]
        label = f"{label} · {target._get_subject_name()}"
        key = f"target_{target.level}_{target.kind}_{target.id}"
        goal, achieved = target.goal, target.achieved
        tile = self._make_goal_tile(key, label, target.kind, achieved, goal)
        rank = target.rank
        return tile | {
            "note": self.env._("Rank %(rank)s", rank=rank) if rank else "",
            "action": self._get_form_action(target),
        }
