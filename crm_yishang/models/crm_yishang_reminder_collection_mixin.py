from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

REPORT = "crm.yishang.receivable.report"


class CrmYishangReminderCollectionMixin(models.AbstractModel):
    """What is due and overdue, told to owners and their superiors once a morning."""

    _name = "crm.yishang.reminder.collection.mixin"
    _description = "Reminders of Instalments"

    @api.model
    def _remind_of_instalments(self):
        """Tell each owner of the current company in one message what is to collect."""
        due = self._sum_up_instalments(self._get_coming_domain(), "amount_not_due")
        overdue = self._sum_up_instalments(self._get_late_domain(), "amount_overdue")
        for user in due.keys() | overdue.keys():
            told = self._speak_to(user)
            lines = []
            if user in overdue:
                text = told.env._(
                    "Overdue: %(sum)s", sum=told._tell_sum(*overdue[user])
                )
                lines.append(told._link(text, "my-collections-overdue"))
            if user in due:
                text = told.env._("Due soon: %(sum)s", sum=told._tell_sum(*due[user]))
                lines.append(told._link(text, "my-collections"))
            told._notify(user, told.env._("Instalments to collect"), lines)
        self._remind_leaders_of_instalments(overdue)

    @api.model
    def _remind_leaders_of_instalments(self, overdue):
        for leader, rows in self._group_by_leader(overdue).items():
            told = self._speak_to(leader)
            told._notify(
                leader,
                told.env._("Overdue instalments of your people"),
                [
                    told.env._(
                        "%(name)s: %(number)s",
                        name=user.name,
                        number=told._tell_sum(*total),
                    )
                    for user, total in rows
                ],
                told._link(told.env._("Show them"), "collections-overdue"),
            )

    @api.model
    def _tell_sum(self, count, amount):
        currency = self.env.company.currency_id
        return self.env._(
            "%(count)s instalments, %(amount)s",
            count=count,
            amount=formatLang(self.env, amount, currency_obj=currency),
        )

    @api.model
    def _get_coming_domain(self):
        company = self.env.company
        today = company._yishang_get_day()
        last = today + timedelta(days=company.yishang_collection_days)
        return Domain("date", ">=", today) & Domain("date", "<=", last)

    @api.model
    def _get_late_domain(self):
        return Domain("date", "<", self.env.company._yishang_get_day())

    @api.model
    def _sum_up_instalments(self, domain, amount):
        """Return ``{owner at work in the company: (number, amount)}``.

        In the currency of the company.
        """
        company = self.env.company
        report = self.env[REPORT].with_context(allowed_company_ids=company.ids)
        domain &= Domain("kind", "=", "instalment") & Domain(
            "company_id", "=", company.id
        )
        return {
            owner: (count, total)
            for owner, count, total in report._read_group(
                domain & Domain("owner_id", "!=", False),
                ["owner_id"],
                ["__count", f"{amount}:sum"],
            )
            if owner.active and owner.company_id == company
        }
