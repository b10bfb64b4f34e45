from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.sight import get_scope_key

MEMO = "crm_yishang.service_teams"
MANAGER = "crm_yishang.crm_yishang_group_service_manager"
ACCESS_FIELDS = frozenset(("partner_id", "stage_id", "team_id", "user_id"))


class CrmYishangServiceAccessMixin(models.AbstractModel):
    """Who sees a case and who works on it.

    A case is visible as its customer is. Until it is closed, and for the days in the
    settings, it opens its customer for reading to its agent and the agent's team.
    """

    _name = "crm.yishang.service.access.mixin"
    _description = "Access to Service Cases"

    @api.depends("user_id")
    def _compute_yishang_scope(self):
        """A case of nobody known is visible as its agent, and to its team."""
        super()._compute_yishang_scope()
        for case in self.filtered(lambda case: not case.partner_id):
            case.yishang_scope_key = get_scope_key(case.user_id.id, False)

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._yishang_sync_access()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if ACCESS_FIELDS & vals.keys():
            self._yishang_sync_access()
        return result

    def _yishang_sync_access(self):
        """Open the customers to whoever works on these cases, and no longer."""
        self.env["crm.yishang.grant"]._sync_cases(
            SQL("document.id = ANY(%s)", self.ids)
        )

    @api.model
    def _get_visible_domain(self, mode):
        domain = super()._get_visible_domain("read")
        if not domain.is_true():
            # What nobody is known for yet is the team's.
            domain |= Domain("partner_id", "=", False) & self._get_team_domain()
        return domain & self._get_workable_domain() if mode == "write" else domain

    @api.model
    def _get_visible_columns(self):
        return [
            *super()._get_visible_columns(),
            "partner_id",
            "receiver_id",
            "state",
            "team_id",
            "user_id",
        ]

    @api.model
    def _get_workable_domain(self):
        """Return what the user may change: own cases, and those to help with."""
        domain = self._get_own_domain()
        if domain.is_true():
            return domain
        return domain | self._get_shared_domain(can_work=True)

    @api.model
    def _get_own_domain(self):
        """Return the own cases, those of the team and those of people below."""
        if self.env.user.has_group(MANAGER):
            return Domain.TRUE
        return (
            self.env["crm.yishang.people"]._get_domain("user_id")
            | Domain("receiver_id", "=", self.env.uid)
            | self._get_team_domain()
        )

    @api.model
    def _get_team_domain(self):
        return Domain("team_id", "in", self._get_own_team_ids())

    @api.model
    def _get_own_team_ids(self):
        """Return the teams the user works in, read once per transaction."""
        memo = self.env.cr.cache.setdefault(MEMO, {})
        if self.env.uid not in memo:
            # sudo: who asks is the user of the environment.
            teams = self.env["crm.yishang.service.team"].sudo()
            domain = Domain("member_ids", "in", self.env.uid)
            domain |= Domain("leader_id", "=", self.env.uid)
            memo[self.env.uid] = teams.search(domain).ids
        return memo[self.env.uid]
