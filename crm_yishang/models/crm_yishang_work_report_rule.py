from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils

# Days whose reports are still asked for after the scheduler stood still.
CATCH_UP_DAYS = 7


class CrmYishangWorkReportRule(models.Model):
    """Who has to write which work report, and until when."""

    _name = "crm.yishang.work.report.rule"
    _description = "Work Report Rule"
    _order = "kind, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["crm.yishang.work.report"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        required=True,
        default="day",
    )
    audience = fields.Selection(
        [
            ("salesperson", "All Salespeople"),
            ("leader", "All Team Leaders and Regional Managers"),
            ("department", "Departments"),
            ("personnel_type", "Personnel Types"),
            ("user", "Named Employees"),
        ],
        string="Written By",
        required=True,
        default="salesperson",
    )
    department_ids = fields.Many2many(
        "hr.department",
        relation="crm_yishang_work_report_rule_department_rel",
        string="Departments",
        help="With the departments below them.",
    )
    personnel_type_ids = fields.Many2many(
        "crm.yishang.personnel.type",
        relation="crm_yishang_work_report_rule_personnel_type_rel",
        string="Personnel Types",
    )
    user_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_work_report_rule_user_rel",
        string="Employees",
        domain="[('share', '=', False)]",
    )
    due_days = fields.Integer(
        string="Days After",
        help="How many days after the last day of the period it is due; 0: that day.",
    )
    due_hour = fields.Float(
        string="Due At",
        default=20,
        help="By the clock of the company.",
    )
    date_run = fields.Date(
        string="Begun Up To",
        readonly=True,
        copy=False,
        help="Day of the company up to which reports were asked for.",
    )

    _check_due = models.Constraint(
        "CHECK (due_days >= 0 AND due_hour >= 0 AND due_hour < 24)",
        "A report is due on the last day of its period or later, between 0:00 and "
        "23:59.",
    )

    @api.constrains("audience", "department_ids", "personnel_type_ids", "user_ids")
    def _check_audience(self):
        names = {
            "department": "department_ids",
            "personnel_type": "personnel_type_ids",
            "user": "user_ids",
        }
        for rule in self:
            name = names.get(rule.audience)
            if name and not rule[name]:
                raise ValidationError(
                    self.env._(
                        "%(rule)s asks nobody for a report. Enter %(field)s.",
                        rule=rule.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _get_audience_domain(self):
        """Return who has to write by this rule, as a domain on users."""
        sellers = self._get_role_domain("salesperson")
        leaders = self._get_role_domain("leader")
        return {
            "salesperson": sellers & ~leaders,
            "leader": leaders & ~self._get_role_domain("director"),
            "department": Domain(
                "yishang_department_id", "child_of", self.department_ids.ids
            ),
            "personnel_type": Domain(
                "yishang_personnel_type_id", "in", self.personnel_type_ids.ids
            ),
            "user": Domain("id", "in", self.user_ids.ids),
        }[self.audience]

    @api.model
    def _get_role_domain(self, role):
        """Return the users with a role, by itself or implied by a higher one.

        The host's ``all_group_ids`` finds too many when it is negated.
        """
        # sudo: groups are the administrator's; only their ids are used.
        group = self.env.ref(f"crm_yishang.crm_yishang_group_{role}").sudo()
        return Domain("group_ids", "in", group.all_implied_by_ids.ids)

    def _get_people(self):
        """Return the active users of the company who have to write by this rule."""
        # sudo: the scheduler asks for everybody, whoever started it.
        users = self.env["res.users"].sudo().with_company(self.company_id)
        return users.search(
            self._get_audience_domain()
            & Domain("share", "=", False)
            & Domain("company_ids", "in", self.company_id.ids)
        )

    @api.model
    def _cron_ask(self):
        """Begin the reports of the day, week and month; count those that are missing.

        Called every hour, because the day of each company begins when it does there;
        for each day of a company it does its work once.
        """
        # sudo: see _get_people.
        active = self.sudo().search([("active", "=", True)])
        for company, rules in active.grouped("company_id").items():
            today = company._yishang_get_day()
            waiting = rules.filtered(
                lambda rule, today=today: not rule.date_run or rule.date_run < today
            )
            if waiting:
                waiting.with_company(company)._ask(today)
        self.env["crm.yishang.work.report"]._count_missing()

    def _ask(self, today):
        """Begin the reports these rules of one company ask for, up to a day."""
        expected = self._get_expected(today)
        if expected:
            self._begin_reports(self._drop_days_off(expected))
        self.date_run = today

    def _get_expected(self, today):
        """Return ``{(user, kind, first day): when it is due}``, the earliest of rules.

        One search a rule, whatever the number of people.
        """
        expected = {}
        for rule in self:
            people = rule._get_people()
            for day in rule._get_first_days(today):
                last = date_utils.end_of(day, rule.kind)
                due = rule.company_id._yishang_get_moment(
                    fields.Date.add(last, days=rule.due_days), rule.due_hour
                )
                for user in people:
                    key = (user, rule.kind, day)
                    expected[key] = min(expected.get(key, due), due)
        return expected

    def _get_first_days(self, today):
        """Return the first days of the periods begun since the rule last ran."""
        day = today
        if self.date_run:
            earliest = fields.Date.subtract(today, days=CATCH_UP_DAYS)
            day = max(fields.Date.add(self.date_run, days=1), earliest)
        return {
            date_utils.start_of(fields.Date.add(day, days=number), self.kind)
            for number in range((today - day).days + 1)
        }

    def _drop_days_off(self, expected):
        """Return what is left of ``expected`` without periods nobody works in."""
        users = self.env["res.users"].union(*(user for user, _kind, _day in expected))
        first = min(day for _user, _kind, day in expected)
        last = max(date_utils.end_of(day, kind) for _user, kind, day in expected)
        # sudo: when colleagues are away is asked for the scheduler alone.
        worked = (
            self.env["crm.yishang.supervision"]
            .sudo()
            .with_context(allowed_company_ids=self.company_id.ids)
            ._fetch_workdays(users, first, last)
        )
        return {
            (user, kind, day): due
            for (user, kind, day), due in expected.items()
            if any(
                day <= work_day <= date_utils.end_of(day, kind)
                for work_day in worked[user.id]
            )
        }

    def _begin_reports(self, expected):
        """Create the reports that do not exist; those begun by hand become due."""
        if not expected:
            return
        # sudo: reports of all staff are begun, whoever the job runs as.
        reports = self.env["crm.yishang.work.report"].sudo()
        known = {
            (report.user_id, report.kind, report.date_from): report
            for report in reports.search(
                [
                    ("user_id", "in", [user.id for user, _kind, _day in expected]),
                    ("date_from", "in", [day for _user, _kind, day in expected]),
                ]
            )
        }
        for key, due in expected.items():
            if key in known and not known[key].date_due:
                known[key].date_due = due
        reports.create(
            [
                {
                    "company_id": self.company_id.id,
                    "user_id": user.id,
                    "kind": kind,
                    "date_from": day,
                    "date_due": due,
                }
                for (user, kind, day), due in expected.items()
                if (user, kind, day) not in known
            ]
        )
