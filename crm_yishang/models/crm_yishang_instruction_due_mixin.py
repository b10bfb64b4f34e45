from odoo import api, fields, models
from odoo.fields import Domain

# Kinds that ask for a reply unless the leader says otherwise.
REPLIED_KINDS = ("instruction", "rework")


class CrmYishangInstructionDueMixin(models.AbstractModel):
    """Until when a reply is expected, and what happens if none comes."""

    _name = "crm.yishang.instruction.due.mixin"
    _description = "Replies to Instructions"

    needs_reply = fields.Boolean(
        compute="_compute_needs_reply", store=True, readonly=False, precompute=True
    )
    date_due = fields.Date(
        string="Reply Until", help="Last day for the reply. Empty: as soon as possible."
    )
    date_escalated = fields.Datetime(
        string="Escalated At",
        readonly=True,
        copy=False,
        help="When the superiors were told that no reply came.",
    )
    date_unread_escalated = fields.Datetime(
        string="Told Unread At",
        readonly=True,
        copy=False,
        help="When the superiors were told that nobody reads it.",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="The last day for the reply is over.",
    )

    _due_idx = models.Index("(date_due) WHERE state IN ('new', 'read')")

    @api.depends("kind")
    def _compute_needs_reply(self):
        for instruction in self:
            instruction.needs_reply = instruction.kind in REPLIED_KINDS

    @api.depends("state", "needs_reply", "date_due")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.is_overdue = True
        (self - overdue).is_overdue = False

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain() if True in value else Domain.FALSE

    @api.model
    def _get_overdue_domain(self):
        today = self.env.company._yishang_get_day()
        return self._get_waiting_domain() & Domain("date_due", "<", today)

    @api.model
    def _get_waiting_domain(self):
        """Return the instructions that still wait for their recipient."""
        return Domain("state", "=", "new") | (
            Domain("state", "=", "read") & Domain("needs_reply", "=", True)
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
        """Tell the superiors, once each, that no reply came or that nobody reads."""
        self._escalate(
            self._get_overdue_domain(),
            "date_escalated",
            self.env._("No reply: %(document)s"),
        )
        self._escalate(
            self._get_long_unread_domain(),
            "date_unread_escalated",
            self.env._("Not read: %(document)s"),
        )

    @api.model
    def _escalate(self, domain, stamp, subject):
        """Tell authors and superiors of the instructions in ``domain``.

        :param stamp: the field that says when they were told
        """
        # sudo: the job acts for everybody.
        instructions = self.sudo().search(domain & Domain(stamp, "=", False))
        for instruction in instructions:
            superior = instruction.recipient_id.employee_id.parent_id.user_id
            for user in instruction.author_id | superior:
                instruction._notify(user, subject, instruction.body)
        instructions[stamp] = fields.Datetime.now()
