from .visit_common import VisitCommon


class ReportCommon(VisitCommon):
    """Builders of work reports and of the rules that ask for them.

    The time is noon of Wednesday, 4 March 2026, in Beijing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.staff.lang = "en_US"
        # Rules of a database in use would ask for reports, too.
        cls.env["crm.yishang.work.report.rule"].search([]).active = False

    def _create_report(self, user, **values):
        """Begin a report as ``user``, returned for that user."""
        reports = self.env["crm.yishang.work.report"].with_user(user)
        return reports.create({"summary": "跑了两家客户", **values})

    def _create_submitted(self, user, **values):
        report = self._create_report(user, **values)
        report.action_submit()
        return report

    def _create_rule(self, **values):
        rules = self.env["crm.yishang.work.report.rule"].with_user(self.crm_admin)
        return rules.create({"name": "日报", **values})

    def _ask(self):
        """Let the scheduler ask for reports; return those of the test's people."""
        self.env["crm.yishang.work.report.rule"]._cron_ask()
        reports = self.env["crm.yishang.work.report"]
        return reports.search([("user_id", "in", self.staff.ids)], order="id")

    def _count_messages(self, user):
        """Return what the reminders told a user, as ``[(subject, body)]``."""
        messages = self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("author_id", "=", self.env.ref("base.partner_root").id),
                ("model", "=", False),
            ],
            order="id",
        )
        return [(message.subject, str(message.body)) for message in messages]
