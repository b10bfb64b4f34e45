from odoo import api, models
from odoo.fields import Domain

from .crm_yishang_service_access_mixin import MANAGER
from .crm_yishang_service_stage import OPEN_KINDS

CASE = "crm.yishang.service.case"
# Cases that are listed, those to be solved first on top.
CASE_LIMIT = 8


class CrmYishangWorkbenchServiceMixin(models.AbstractModel):
    """What whoever handles cases has to do: an agent the own ones, a manager all."""

    _name = "crm.yishang.workbench.service.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Service on the Workbench"

    @api.model
    def _get_service_tiles(self):
        """Return the figures of the service, none for whoever is not in it."""
        if not self._is_service_role():
            return []
        return [self._get_case_tile(*tile) for tile in self._get_case_counts()]

    @api.model
    def _get_case_counts(self):
        """Return ``(key, label, domain, whether it needs action)`` of each figure."""
        own = self._get_own_cases()
        is_open = Domain("state", "in", OPEN_KINDS)
        today = self.env.company._yishang_get_day()
        return [
            (
                "cases_late",
                self.env._("Past their time limit"),
                own & is_open & Domain("sla_state", "=", "late"),
                True,
            ),
            (
                "cases_risk",
                self.env._("At risk"),
                own & is_open & Domain("sla_state", "=", "at_risk"),
                True,
            ),
            ("cases_open", self.env._("Open cases"), own & is_open, False),
            (
                "cases_unassigned",
                self.env._("Without handler"),
                is_open & Domain("user_id", "=", False),
                True,
            ),
            (
                "calls",
                self.env._("Return calls due"),
                own
                & Domain("date_return_call", "<=", today)
                & Domain("date_called", "=", False),
                True,
            ),
        ]

    @api.model
    def _get_case_tile(self, key, label, domain, is_alert):
        tile = self._get_count_tile(key, label, CASE, domain, is_alert)
        if key == "calls":
            view = self.env.ref("crm_yishang.crm_yishang_service_case_view_list_return")
            tile["action"]["views"][0][0] = view.id
        return tile

    @api.model
    def _get_own_cases(self):
        if self.env.user.has_group(MANAGER):
            return Domain.TRUE
        return Domain("user_id", "=", self.env.uid)

    @api.model
    def _get_case_section(self):
        """Return the open cases whose time is up first, or None."""
        if not self._is_service_role():
            return None
        domain = self._get_own_cases() & Domain("state", "in", OPEN_KINDS)
        cases = self.env[CASE]
        found = cases.search_fetch(
            domain,
            ["subject", "partner_id", "user_id", "date_solution_due", "stage_id"],
            order="date_solution_due, id",
            limit=CASE_LIMIT,
        )
        title = self.env._("To be solved first")
        return self._make_section(
            "cases",
            title,
            table=self._make_table(
                [
                    self.env._("Case"),
                    self.env._("Customer"),
                    self.env._("Stage"),
                    self.env._("Solve Until"),
                ],
                self._get_case_rows(found),
                self.env._("No open case. Take down what a customer asks."),
                texts=3,
            ),
            more=self._get_action(CASE, domain, title),
        )

    @api.model
    def _get_case_rows(self, cases):
        board = self.env["crm.yishang.board"]
        return [
            self._make_row(
                case.id,
                [
                    case.subject,
                    case.partner_id.display_name or "",
                    case.stage_id.name,
                    board._to_company(case.date_solution_due).strftime("%m-%d %H:%M")
                    if case.date_solution_due
                    else "",
                ],
                self._get_form_action(case),
                [3] if case.sla_state in ("late", "at_risk") else (),
            )
            for case in cases
        ]

    @api.model
    def _get_agent_section(self):
        """Return who handles how many cases, for a manager, or None."""
        if not self.env.user.has_group(MANAGER):
            return None
        is_open = Domain("state", "in", OPEN_KINDS)
        late = Domain("sla_state", "=", "late")
        counts, lates = (
            dict(self.env[CASE]._read_group(domain, ["user_id"], ["__count"]))
            for domain in (is_open, is_open & late)
        )
        users = sorted(counts, key=lambda user: (-lates.get(user, 0), -counts[user]))
        return self._make_section(
            "agents",
            self.env._("Cases by handler"),
            table=self._make_table(
                [
                    self.env._("Agent"),
                    self.env._("Open Cases"),
                    self.env._("Past Its Time Limit"),
                ],
                [
                    self._get_agent_row(user, counts[user], lates.get(user, 0))
                    for user in users
                ],
                self.env._("No open case."),
            ),
        )

    @api.model
    def _get_agent_row(self, user, count, late):
        # sudo: the name of a colleague.
        name = user.sudo().name or self.env._("Without handler")
        own = Domain("user_id", "=", user.id) & Domain("state", "in", OPEN_KINDS)
        action = self._get_action(CASE, own, name)
        behind = self._get_action(CASE, own & Domain("sla_state", "=", "late"), name)
        return self._make_row(
            user.id or 0,
            [name, f"{count:,}", f"{late:,}"],
            action,
            [2] if late else (),
            {2: behind},
        )
