from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from .crm_yishang_service_stage import OPEN_KINDS

# Cases a digest names; the rest is counted.
NAMED = 20


class CrmYishangServiceEscalationMixin(models.AbstractModel):
    """Leaders are told of cases that run late, once when at risk and once when late."""

    _name = "crm.yishang.service.escalation.mixin"
    _description = "Escalation of Service Cases"

    escalation = fields.Selection(
        [("at_risk", "Told at Risk"), ("late", "Told Late")],
        readonly=True,
        copy=False,
        help="What the leader of the team was told of.",
    )

    @api.model
    def _cron_escalate(self):
        """Tell each leader, in one message, which cases are late or at risk by now."""
        # sudo: the job acts for everybody.
        cases = self.sudo()
        is_open = Domain("state", "in", OPEN_KINDS)
        late = cases.search(
            is_open
            & Domain("sla_state", "in", ["late"])
            & Domain("escalation", "!=", "late")
        )
        risky = cases.search(
            is_open
            & Domain("sla_state", "in", ["at_risk"])
            & Domain("escalation", "=", False)
        )
        digests = defaultdict(cases.browse)
        for case in late | risky:
            leader = case.team_id.leader_id or case.user_id
            digests[leader] |= case
        for leader, told in digests.items():
            if leader.active:
                told._send_escalation(leader, told & late)
        late.escalation = "late"
        risky.escalation = "at_risk"

    def _send_escalation(self, leader, late):
        """Tell one leader which of ``self`` are late and which are at risk."""
        told = self.with_context(lang=leader.lang)
        sections = [
            Markup("<p>%s</p><ul>%s</ul>") % (title, group._list_for_leader(leader))
            for title, group in (
                (told.env._("Late: %(count)s", count=len(late)), late),
                (
                    told.env._("At risk: %(count)s", count=len(self - late)),
                    self - late,
                ),
            )
            if group
        ]
        self.env["mail.thread"].message_notify(
            partner_ids=leader.partner_id.ids,
            subject=told.env._(
                "Service cases that need you: %(count)s", count=len(self)
            ),
            body=Markup("").join(sections),
        )

    def _list_for_leader(self, leader):
        """Return the first ones as list items, as far as the leader sees them."""
        return Markup("").join(
            Markup("<li>%s %s (%s)</li>")
            % (
                case.name,
                case.with_user(leader).display_name,
                # sudo: the name of a colleague is no secret.
                case.user_id.name or self.env._("nobody"),
            )
            for case in self.with_context(lang=leader.lang)[:NAMED]
        )
