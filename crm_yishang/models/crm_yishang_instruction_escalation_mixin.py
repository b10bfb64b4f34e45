from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

# Instructions a digest names of each kind; the others are counted.
NAMED = 10


class CrmYishangInstructionEscalationMixin(models.AbstractModel):
    """Authors and superiors hear of what nobody reads or answers, once a day each."""

    _name = "crm.yishang.instruction.escalation.mixin"
    _description = "Escalation of Instructions"

    date_escalated = fields.Datetime(
        string="Escalated At",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the superiors were told that no reply came.",
    )
    date_unread_escalated = fields.Datetime(
        string="Told Unread At",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the superiors were told that nobody reads it.",
    )

    @api.model
    def _get_long_unread_domain(self):
        """Return what nobody has read for longer than its company allows."""
        # sudo: the job runs for all companies.
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("yishang_instruction_unread_hours", ">", 0)])
        )
        now = fields.Datetime.now()
        domains = (
            Domain("company_id", "=", company.id)
            & Domain(
                "create_date",
                "<=",
                fields.Datetime.subtract(
                    now, hours=company.yishang_instruction_unread_hours
                ),
            )
            for company in companies
        )
        return Domain("state", "=", "new") & Domain.OR(domains)

    @api.model
    def _cron_escalate(self):
        """Tell authors and superiors, once each, that no reply came or nobody reads.

        Called every hour; whoever was told today hears the rest tomorrow.
        """
        # sudo: the job acts for everybody.
        overdue, unread = (
            self.sudo().search(domain & Domain(stamp, "=", False))
            for domain, stamp in (
                (self._get_overdue_domain(), "date_escalated"),
                (self._get_long_unread_domain(), "date_unread_escalated"),
            )
        )
        waiting = (overdue | unread)._drop_told_today()
        digests = defaultdict(waiting.browse)
        for instruction in waiting:
            for user in instruction._get_listeners():
                digests[user] |= instruction
        for user, instructions in digests.items():
            instructions._send_digest(user, instructions & overdue)
        now = fields.Datetime.now()
        (overdue & waiting).date_escalated = now
        (unread & waiting).date_unread_escalated = now

    def _drop_told_today(self):
        """Return what concerns nobody who had a digest today."""
        company = self.env.company
        begin = company._yishang_get_moment(company._yishang_get_day())
        done = self.search(
            Domain("date_escalated", ">=", begin)
            | Domain("date_unread_escalated", ">=", begin)
        )
        told = done._get_listeners()
        return self.filtered(lambda one: not one._get_listeners() & told)

    def _get_listeners(self):
        """Return who is told: who wrote it, and who is above the recipient."""
        superiors = self.recipient_id.employee_id.parent_id.user_id
        return (self.author_id | superiors).filtered("active")

    def _send_digest(self, user, overdue):
        """Tell one user how many wait, and name the first ones.

        :param overdue: those of ``self`` without reply; nobody has read the others
        """
        told = self.with_context(lang=user.lang)
        titles, sections = [], []
        for title, group in (
            (told.env._("No reply: %(count)s"), overdue),
            (told.env._("Not read: %(count)s"), self - overdue),
        ):
            if group:
                titles.append(title % {"count": len(group)})
                sections.append(
                    Markup("<p>%s</p><ul>%s</ul>") % (titles[-1], group._list_for(user))
                )
        subject = told.env._(
            "Instructions: %(counts)s", counts=told.env._(", ").join(titles)
        )
        self._tell(user, subject, Markup("").join(sections))

    def _list_for(self, user):
        """Return the first ones as list items: about what, to whom, and the words."""
        shown = self.with_context(lang=user.lang).with_user(user)[:NAMED]
        items = [
            Markup("<li>%s</li>")
            % self.env._(
                "%(document)s (%(recipient)s): %(line)s",
                document=one.document_name or "",
                # sudo: the name of a colleague is no secret.
                recipient=one.sudo().recipient_id.name,
                line=(one.body or "").partition("\n")[0],
            )
            for one in shown
        ]
        if rest := len(self) - len(shown):
            more = self.with_context(lang=user.lang).env._("%(count)s more", count=rest)
            items.append(Markup("<li>%s</li>") % more)
        return Markup("").join(items)
