from odoo import api, models
from odoo.fields import Domain


class MailingList(models.Model):
    """A list is as long as the contacts on it that the user sees."""

    _inherit = "mailing.list"

    @api.depends_context("uid")
    def _compute_mailing_list_statistics(self):
        super()._compute_mailing_list_statistics()
        if self._yishang_get_seen().is_true():
            return
        bounced = self._yishang_count_bounced()
        for mailing_list in self:
            count = mailing_list.contact_count
            share = bounced.get(mailing_list._origin.id, 0) / count if count else 0
            mailing_list.contact_pct_bounce = 100 * share

    @api.depends_context("uid")
    def _compute_display_name(self):
        return super()._compute_display_name()

    @api.model
    def _yishang_get_seen(self):
        return self.env["mailing.contact"]._get_visible_domain("read")

    def _yishang_count_bounced(self):
        """Return ``{list id: contacts in sight whose mail came back}``."""
        # sudo: as the host counts; the policy narrows.
        subscriptions = self.env["mailing.subscription"].sudo()
        groups = subscriptions._read_group(
            Domain("list_id", "in", self._origin.ids)
            & Domain("contact_id.message_bounce", ">", 0)
            & subscriptions._get_visible_domain("read"),
            ["list_id"],
            ["__count"],
        )
        return {mailing_list.id: count for mailing_list, count in groups}

    def _get_contact_statistics_joins(self):
        """Leave out whom the user does not see.

        Text, as the host puts one together: the condition is filled in here, and its
        percent signs are doubled for the host's own parameters.
        """
        joins = super()._get_contact_statistics_joins()
        domain = self._yishang_get_seen()
        if domain.is_true():
            return joins
        # sudo: the policy narrows.
        seen = self.env["mailing.contact"].sudo()._search(domain)
        subselect = seen.subselect()
        condition = self.env.cr.mogrify(subselect.code, subselect.params).decode()
        condition = condition.replace("%", "%%")
        return (
            f"{joins} JOIN (SELECT id FROM mailing_contact WHERE id IN {condition}) "
            "contact_in_sight ON contact_in_sight.id = r.contact_id"
        )
