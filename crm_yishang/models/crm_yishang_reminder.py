from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

# From which hour of the company's day people are reminded.
MORNING = 8
# Overdue by more than these days, the superior is told.
ESCALATE_AFTER_DAYS = 7
# How long a missing report is asked for, in days.
MISSING_DAYS = 30


class CrmYishangReminder(models.AbstractModel):
    """What people are told once a morning: whom to contact, which reports to write."""

    _name = "crm.yishang.reminder"
    _inherit = [
        "crm.yishang.reminder.collection.mixin",
        "crm.yishang.reminder.risk.mixin",
    ]
    _description = "Daily Reminders"

    @api.model
    def _cron_remind(self):
        """Remind the people of each company whose morning has come.

        Called every hour, because mornings differ; the day that is kept with the
        company has each of them reminded once a day.
        """
        # sudo: the scheduler reminds everybody, whoever started it.
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        for company in companies:
            today = company._yishang_get_day()
            is_morning = fields.Datetime.now() >= company._yishang_get_moment(
                today, MORNING
            )
            done = company.yishang_date_reminded
            if is_morning and (not done or done < today):
                company.yishang_date_reminded = today
                self.sudo().with_company(company)._remind()

    @api.model
    def _remind(self):
        """Tell everybody of the current company what waits, one message a subject."""
        self._remind_of_customers()
        self._remind_leaders_of_customers()
        self._remind_of_contracts()
        self._remind_of_instalments()
        self._remind_of_risks()
        missing = self._count_missing_reports()
        self._remind_of_reports(missing)
        self._remind_leaders_of_reports(missing)

    @api.model
    def _remind_of_customers(self):
        partners = self.env["res.partner"]
        due = self._count_customers(partners._yishang_get_due_domain())
        silent = self._count_customers(partners._yishang_get_silent_domain())
        for user in due.keys() | silent.keys():
            told = self._speak_to(user)
            told._notify(
                user,
                told.env._("Customers waiting for you"),
                [
                    told._link(
                        told.env._("Due for contact: %s", due.get(user, 0)),
                        "due-customers",
                    ),
                    told._link(
                        told.env._("Silent for too long: %s", silent.get(user, 0)),
                        "silent-customers",
                    ),
                ],
            )

    @api.model
    def _remind_leaders_of_customers(self):
        domain = self.env["res.partner"]._yishang_get_due_domain(
            ESCALATE_AFTER_DAYS + 1
        )
        for leader, rows in self._group_by_leader(
            self._count_customers(domain)
        ).items():
            told = self._speak_to(leader)
            told._notify(
                leader,
                told.env._(
                    "Customers of your people, overdue for more than %s days",
                    ESCALATE_AFTER_DAYS,
                ),
                told._list(rows),
                told._link(told.env._("Show the customers"), "overdue-customers"),
            )

    @api.model
    def _remind_of_contracts(self):
        """Tell who is responsible for contracts about to end, and the leaders; once."""
        counts = self.env["crm.yishang.contract"]._take_due_reminders()
        for user, count in counts.items():
            told = self._speak_to(user)
            told._notify(
                user,
                told.env._("Contracts about to end"),
                [
                    told._link(
                        told.env._("Renew them or let them end: %s", count),
                        "contracts-about-to-end",
                    )
                ],
            )
        for leader, rows in self._group_by_leader(counts).items():
            told = self._speak_to(leader)
            told._notify(
                leader,
                told.env._("Contracts of your people about to end"),
                told._list(rows),
                told._link(
                    told.env._("Show the contracts"), "team-contracts-about-to-end"
                ),
            )

    @api.model
    def _remind_of_reports(self, missing):
        for user, number in missing.items():
            told = self._speak_to(user)
            told._notify(
                user,
                told.env._("Work reports you have not submitted: %s", number),
                [told._link(told.env._("Write them now"), "missing-reports")],
            )

    @api.model
    def _remind_leaders_of_reports(self, missing):
        for leader, rows in self._group_by_leader(missing).items():
            told = self._speak_to(leader)
            told._notify(
                leader,
                told.env._("Work reports your people have not submitted"),
                told._list(rows),
                told._link(told.env._("Show the reports"), "missing-team-reports"),
            )

    @api.model
    def _count_customers(self, domain):
        """Return ``{owner of the company: number of customers}``, in one statement."""
        company = self.env.company
        owners = Domain("user_id.active", "=", True) & Domain(
            "user_id.company_id", "=", company.id
        )
        groups = self.env["res.partner"]._read_group(
            domain & owners & Domain("company_id", "in", (company.id, False)),
            ["user_id"],
            ["__count"],
        )
        return dict(groups)

    @api.model
    def _count_missing_reports(self):
        """Return ``{author: number of reports missing in the company}``."""
        reports = self.env["crm.yishang.work.report"]
        since = fields.Datetime.subtract(fields.Datetime.now(), days=MISSING_DAYS)
        groups = reports._read_group(
            reports._get_missing_domain()
            & Domain("date_due", ">=", since)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("user_id.active", "=", True),
            ["user_id"],
            ["__count"],
        )
        return dict(groups)

    @api.model
    def _group_by_leader(self, numbers):
        """Return ``{superior: [(user, number)]}``, ordered by name.

        Whoever is above an archived superior takes that one's place.
        """
        employees = self.env["hr.employee"].with_context(active_test=False)
        employees = employees.search_fetch(
            [("company_id", "=", self.env.company.id)], ["user_id", "parent_id"]
        )
        by_user = {employee.user_id: employee for employee in employees}
        rows = defaultdict(list)
        for user, number in sorted(numbers.items(), key=lambda row: row[0].name):
            if leader := self._get_leader(by_user.get(user), employees):
                rows[leader].append((user, number))
        return rows

    @api.model
    def _get_leader(self, employee, employees):
        """Return the user of the first superior at work, or None."""
        seen = {employee}
        boss = employee and employee.parent_id
        while boss and boss not in seen:
            if boss.active and boss.user_id.active:
                return boss.user_id
            seen.add(boss)
            boss = boss.parent_id & employees
        return None

    @api.model
    def _speak_to(self, user):
        """Return ``self`` in the language of a user."""
        return self.with_context(lang=user.lang)

    @api.model
    def _link(self, text, path):
        return Markup('<a href="/odoo/%s">%s</a>') % (path, text)

    @api.model
    def _list(self, rows):
        return [
            self.env._("%(name)s: %(number)s", name=user.name, number=number)
            for user, number in rows
        ]

    @api.model
    def _notify(self, user, subject, lines, link=""):
        """Tell one user, by inbox or mail as the user prefers."""
        items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
        self.env["mail.thread"].message_notify(
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=Markup("<ul>%s</ul>%s") % (items, link),
        )
