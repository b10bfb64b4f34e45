from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .report_common import ReportCommon

SELLERS = {"sales_sjz1", "sales_sjz2", "sales_bd1", "sales_gz1"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestWorkReportRule(ReportCommon):
    """Who has to write which report, and on which days."""

    def _get_names(self, reports):
        return set(reports.user_id.mapped("name"))

    def test_salespeople_write(self):
        self._create_rule(due_hour=18.5)
        reports = self._ask()
        self.assertEqual(self._get_names(reports), SELLERS)
        self.assertEqual(set(reports.mapped("date_from")), {date(2026, 3, 4)})
        # 18:30 in Shanghai.
        self.assertEqual(
            set(reports.mapped("date_due")), {datetime(2026, 3, 4, 10, 30)}
        )
        self.assertEqual(set(reports.mapped("state")), {"draft"})

    def test_leaders_write(self):
        self._create_rule(audience="leader")
        self.assertEqual(
            self._get_names(self._ask()),
            {
                "leader_sjz",
                "leader_bd",
                "leader_gz",
                "manager_north",
                "manager_south",
            },
        )

    def test_a_department_writes_with_those_below(self):
        above = self.env["hr.department"].create({"name": "销售"})
        below = self.env["hr.department"].create(
            {"name": "一部", "parent_id": above.id}
        )
        self.sales_sjz1.employee_id.department_id = below
        self.service_agent.employee_id.department_id = above
        self._create_rule(audience="department", department_ids=above.ids)
        self.assertEqual(self._get_names(self._ask()), {"sales_sjz1", "service_agent"})
        # Whoever changes it afterwards keeps the report that was begun.
        self.sales_sjz1.employee_id.department_id = False
        with freeze_time("2026-03-05 04:00:00"):
            reports = self._ask()
        self.assertEqual(len(reports), 3)
        self.assertEqual(reports[0].department_id, below)

    def test_types_and_named_people_write(self):
        kind = self.env["crm.yishang.personnel.type"].create(
            {"code": "T-X", "name": "渠道"}
        )
        self.cashier.yishang_personnel_type_id = kind
        self._create_rule(audience="personnel_type", personnel_type_ids=kind.ids)
        self._create_rule(audience="user", user_ids=self.marketer.ids)
        self.assertEqual(self._get_names(self._ask()), {"cashier", "marketer"})

    def test_a_rule_names_somebody(self):
        with self.assertRaises(ValidationError):
            self._create_rule(audience="user")

    def test_the_scheduler_may_run_twice(self):
        self._create_rule()
        first = self._ask()
        self.assertEqual(self._ask(), first)
        self.env["crm.yishang.work.report.rule"].search([]).date_run = False
        self.assertEqual(self._ask(), first)

    def test_days_the_scheduler_missed_are_asked_for(self):
        self._create_rule()
        self._ask()
        with freeze_time("2026-03-09 04:00:00"):
            days = {report.date_from.day for report in self._ask()}
        # Saturday and Sunday, 7 and 8 March, nobody works.
        self.assertEqual(days, {4, 5, 6, 9})

    def test_two_rules_ask_for_one_report(self):
        self._create_rule(due_hour=20)
        self._create_rule(audience="user", user_ids=self.sales_sjz1.ids, due_hour=18)
        reports = self._ask()
        self.assertEqual(len(reports), 4)
        (report,) = reports.filtered(lambda r: r.user_id == self.sales_sjz1)
        self.assertEqual(report.date_due, datetime(2026, 3, 4, 10))

    def test_a_report_begun_by_hand_becomes_due(self):
        report = self._create_report(self.sales_sjz1)
        self._create_rule(audience="user", user_ids=self.sales_sjz1.ids)
        self.assertEqual(self._ask(), report)
        self.assertEqual(report.date_due, datetime(2026, 3, 4, 12))

    def test_nobody_writes_on_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "节日",
                "date_from": "2026-03-03 16:00:00",
                "date_to": "2026-03-04 15:59:59",
            }
        )
        self._create_rule()
        self.assertFalse(self._ask())

    def test_nobody_writes_on_a_day_off(self):
        for user, end in (
            (self.sales_sjz1, "2026-03-04 15:59:59"),
            # The afternoon is worked.
            (self.sales_sjz2, "2026-03-04 04:00:00"),
        ):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "事假",
                    "resource_id": user.employee_id.resource_id.id,
                    "date_from": "2026-03-03 16:00:00",
                    "date_to": end,
                }
            )
        self._create_rule()
        self._create_rule(kind="week")
        reports = self._ask()
        daily = reports.filtered(lambda report: report.kind == "day")
        self.assertEqual(self._get_names(daily), SELLERS - {"sales_sjz1"})
        self.assertEqual(self._get_names(reports - daily), SELLERS)

    def test_whoever_has_no_calendar_works_by_that_of_the_company(self):
        self.sales_sjz1.employee_id.resource_calendar_id = False
        self.sales_sjz2.sudo().employee_ids.unlink()
        self._create_rule()
        self.assertEqual(self._get_names(self._ask()), SELLERS)
        self.env["crm.yishang.work.report"].search([]).sudo().date_due = False
        with freeze_time("2026-03-07 04:00:00"):
            days = {report.date_from.day for report in self._ask()}
        self.assertEqual(days, {4, 5, 6})

    def test_whoever_left_writes_no_more(self):
        self._create_rule()
        self.customer_sjz1.user_id = False
        self.sales_sjz1.sudo().employee_id.active = False
        self.customer_sjz2.user_id = False
        self.sales_sjz2.active = False
        self.assertEqual(self._get_names(self._ask()), {"sales_bd1", "sales_gz1"})

    def test_the_day_begins_where_the_company_is(self):
        self._create_rule()
        with freeze_time("2026-03-04 16:30:00"):
            days = {report.date_from.day for report in self._ask()}
        self.assertEqual(days, {5})
        self.env.company.partner_id.tz = "Europe/Berlin"
        self._create_rule(audience="user", user_ids=self.cashier.ids)
        with freeze_time("2026-03-04 16:30:00"):
            reports = self._ask().filtered(lambda r: r.user_id == self.cashier)
        self.assertEqual(reports.date_from, date(2026, 3, 4))

    def test_weeks_and_months_are_begun_once(self):
        self._create_rule(kind="week", due_days=1, due_hour=9)
        self._create_rule(kind="month")
        reports = self._ask()
        self.assertEqual(len(reports), 8)
        week = reports.filtered(lambda report: report.kind == "week")[0]
        self.assertEqual(week.date_due, datetime(2026, 3, 9, 1))
        with freeze_time("2026-03-06 04:00:00"):
            self.assertEqual(self._ask(), reports)

    def test_asking_costs_the_same_for_more_people(self):
        counts = []
        for users in (self.sales_sjz1, self.staff[:9]):
            rule = self._create_rule(audience="user", user_ids=users.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rule.sudo()._ask(date(2026, 3, 4))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_administrators_alone_keep_the_rules(self):
        rule = self._create_rule()
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            with self.assertRaises(AccessError):
                rule.with_user(user).read(["name"])
