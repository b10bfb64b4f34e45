from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from .crm_yishang_policy import REGION_SUPERIORS, WRITES_ALL

MEMO = "crm_yishang.people"
REPORT_VIEWER = "crm_yishang.crm_yishang_group_report_viewer"


class CrmYishangPeople(models.AbstractModel):
    """Whose work one may look at, beside whose customers (see the policy)."""

    _name = "crm.yishang.people"
    _description = "People Whose Work is Seen"

    @api.model
    def _get_ids(self):
        """Return the users whose work the current user may look at.

        These are the user, all subordinates and, for a regional manager, the people
        of the regions in charge. It holds whether or not visibility is in force.

        :return: frozenset of user ids, or None for everybody
        """
        user = self.env.user
        if self._sees_everybody():
            return None
        memo = self.env.cr.cache.setdefault(MEMO, {})
        if user.id not in memo:
            row = self.env["crm.yishang.policy"]._get_sources()
            people = {user.id, *row["owners"]}
            if row["regions"] and user.has_group(REGION_SUPERIORS):
                people.update(self._get_ids_of_regions(row["regions"]))
            memo[user.id] = frozenset(people)
        return memo[user.id]

    @api.model
    def _sees_everybody(self):
        has_group = self.env.user.has_group
        return self.env.uid == SUPERUSER_ID or any(map(has_group, WRITES_ALL))

    @api.model
    def _get_ids_of_regions(self, region_ids):
        # sudo: the own region of a colleague is not readable for everybody. Those who
        # left did their work there, too.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        domain = [("yishang_region_id", "in", region_ids), ("share", "=", False)]
        return users.search(domain).ids

    @api.model
    def _get_domain(self, name="id"):
        """Return the people whose work the user may look at, as a ``Domain``.

        :param name: the field that holds the user, by default of ``res.users`` itself
        """
        ids = self._get_ids()
        return Domain.TRUE if ids is None else Domain(name, "in", sorted(ids))

    @api.model
    def _get_reported_domain(self, name="id"):
        """Return the people of whose work reports tell the user, as a ``Domain``.

        Beside ``_get_domain``, a report viewer is told of the people of the regions in
        charge.
        """
        domain = self._get_domain(name)
        if domain.is_true() or not self.env.user.has_group(REPORT_VIEWER):
            return domain
        regions = self.env["crm.yishang.policy"]._get_sources()["regions"]
        return domain | Domain(name, "in", sorted(self._get_ids_of_regions(regions)))

    @api.model
    def _get_earned_domain(self, user, region):
        """Return what the people the user is above earned, as a ``Domain``.

        Totals are cut by it: by the salesperson and the region of the day, whether or
        not visibility of customers is in force, and whatever else opens documents.

        :param user: the field that holds who earned it
        :param region: the field that holds where
        """
        if self._sees_everybody():
            return Domain.TRUE
        row = self.env["crm.yishang.policy"]._get_sources()
        domain = Domain(user, "in", sorted({self.env.uid, *row["owners"]}))
        if row["covers_all"]:
            domain |= Domain(region, "!=", False)
        elif row["regions"]:
            domain |= Domain(region, "in", sorted(row["regions"]))
        return domain

    @api.model
    def _is_superior_of(self, user):
        """Return whether the current user is above ``user``, who is somebody else."""
        ids = self._get_ids()
        return user.id != self.env.uid and (ids is None or user.id in ids)

    @api.model
    def _forget(self):
        """Drop what this transaction knows, see ``crm.yishang.policy``."""
        self.env.cr.cache.pop(MEMO, None)
