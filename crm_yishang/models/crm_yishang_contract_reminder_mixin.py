from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangContractReminderMixin(models.AbstractModel):
    """Contracts about to end are told of once, to who is responsible and the leader."""

    _name = "crm.yishang.contract.reminder.mixin"
    _description = "Reminder Before a Contract Ends"

    date_reminded = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="When its people were told that it is about to end.",
    )
    is_ending = fields.Boolean(
        string="About to End",
        compute="_compute_is_ending",
        search="_search_is_ending",
    )

    @api.depends("date_end", "is_renewed", "state")
    @api.depends_context("company")
    def _compute_is_ending(self):
        ending = self.filtered_domain(self._get_ending_domain())
        ending.is_ending = True
        (self - ending).is_ending = False

    @api.model
    def _search_is_ending(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_ending_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_ending_domain(self):
        """Return the contracts that end within the days of the current company."""
        company = self.env.company
        today = company._yishang_get_day()
        last = fields.Date.add(today, days=company.yishang_contract_reminder_days)
        return (
            Domain("state", "in", ("signed", "running"))
            & Domain("is_renewed", "=", False)
            & Domain("date_end", ">=", today)
            & Domain("date_end", "<=", last)
        )

    @api.model
    def _take_due_reminders(self):
        """Return ``{responsible user: number}`` of what is told today, and note it.

        :return: contracts of the current company nobody has been told of
        """
        company = self.env.company
        if not company.yishang_contract_reminder_days:
            return {}
        due = self.search(
            self._get_ending_domain()
            & Domain("company_id", "=", company.id)
            & Domain("date_reminded", "=", False)
        )
        due.date_reminded = company._yishang_get_day()
        counts = {user: len(own) for user, own in due.grouped("user_id").items()}
        return {user: count for user, count in counts.items() if user.active}
