from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestWorkReport(ReportCommon):
    """What an employee reports, and who reads it."""

    def test_a_report_is_about_a_period(self):
        day = self._create_report(self.sales_sjz1)
        week = self._create_report(self.sales_sjz1, kind="week")
        month = self._create_report(self.sales_sjz1, kind="month")
        self.assertEqual((day.date_from, day.date_to), (date(2026, 3, 4),) * 2)
        self.assertEqual(
            (week.date_from, week.date_to), (date(2026, 3, 2), date(2026, 3, 8))
        )
        self.assertEqual(
            (month.date_from, month.date_to), (date(2026, 3, 1), date(2026, 3, 31))
        )
        self.assertEqual(day.display_name, "sales_sjz1 Daily Report 2026-03-04")

    def test_there_is_one_report_of_a_period(self):
        self._create_report(self.sales_sjz1, kind="week", date_from="2026-03-03")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_report(self.sales_sjz1, kind="week", date_from="2026-03-05")

    def test_only_the_chain_sees_it(self):
        report = self._create_submitted(self.sales_sjz1)
        self.customer_sjz1.yishang_collaborator_ids = [
            (0, 0, {"user_id": self.sales_bd1.id, "access_right": "write"})
        ]
        chain = (
            self.director | self.manager_north | self.leader_sjz | self.sales_sjz1
        ) | self.crm_admin
        for in_force in (True, False):
            self.env.company.yishang_visibility_in_force = in_force
            for user in self.staff:
                with self.subTest(user=user.login, in_force=in_force):
                    expected = report if user in chain else report.browse()
                    self.assertEqual(self._get_visible(user, report).ids, expected.ids)
                    self.assertEqual(
                        report.with_user(user).has_access("read"), user in chain
                    )
                    self.assertEqual(
                        report.with_user(user).has_access("write"),
                        user == self.sales_sjz1,
                    )

    def test_only_the_author_writes(self):
        report = self._create_report(self.sales_sjz1)
        for user in (self.leader_sjz, self.director, self.crm_admin, self.sales_sjz2):
            other = report.with_user(user)
            with mute_logger("odoo.addons.base.models.ir_rule"):
                for attempt in (
                    lambda other=other: other.write({"summary": "改了"}),
                    other.action_submit,
                    other.action_recall,
                    other.unlink,
                ):
                    with self.assertRaises(AccessError):
                        attempt()
        self.assertEqual(report.summary, "跑了两家客户")
        self.assertEqual(report.state, "draft")

    def test_nothing_is_forged(self):
        forged = (
            self.env["crm.yishang.work.report"]
            .with_user(self.sales_sjz1)
            .with_context(default_state="submitted", default_user_id=1)
            .create(
                {
                    "user_id": self.sales_sjz2.id,
                    "state": "submitted",
                    "figures": {"count_done": 99},
                    "date_submitted": "2026-01-01 00:00:00",
                    "date_due": "2027-01-01 00:00:00",
                }
            )
        )
        self.assertEqual(forged.user_id, self.sales_sjz1)
        self.assertEqual(forged.state, "draft")
        self.assertEqual(forged.count_done, 0)
        self.assertFalse(forged.date_due)
        for name, value in (
            ("state", "submitted"),
            ("date_from", "2026-03-01"),
            ("user_id", self.sales_sjz2.id),
            ("figures", {"count_done": 99}),
            ("department_id", False),
        ):
            with self.assertRaises(AccessError):
                forged.write({name: value})

    def test_submitted_it_stays_until_recalled(self):
        report = self._create_report(self.sales_sjz1, summary=" ")
        with self.assertRaises(UserError):
            report.action_submit()
        report.summary = "跑了一家"
        report.action_submit()
        self.assertEqual(report.date_submitted, self.now)
        with self.assertRaises(UserError):
            report.summary = "跑了三家"
        with self.assertRaises(UserError):
            report.action_submit()
        with self.assertRaises(UserError):
            report.unlink()
        report.action_recall()
        report.summary = "跑了两家"
        self.assertEqual((report.state, report.figures), ("draft", False))

    def test_an_instruction_locks_it(self):
        report = self._create_submitted(self.sales_sjz1)
        self.assertTrue(report.can_recall)
        instruction = report.with_user(self.leader_sjz)._yishang_instruct(
            "praise", "不错"
        )
        self.assertEqual(instruction.recipient_id, self.sales_sjz1)
        report.invalidate_recordset()
        self.assertFalse(report.can_recall)
        with self.assertRaises(UserError):
            report.action_recall()
        with self.assertRaises(UserError):
            report.sudo().unlink()
        self.assertEqual(report.state, "submitted")

    def test_who_was_reminded_may_still_submit(self):
        report = self._create_report(self.sales_sjz1)
        report.with_user(self.leader_sjz)._yishang_instruct("criticism", "日报呢?")
        report.summary = "补上"
        report.action_submit()
        self.assertEqual(report.state, "submitted")

    def test_late_and_missing(self):
        report = self._create_report(self.sales_sjz1)
        report.sudo().date_due = "2026-03-04 12:00:00"
        self.assertEqual((report.is_missing, report.status), (False, "open"))
        with freeze_time("2026-03-04 12:00:01"):
            report.invalidate_recordset()
            self.assertTrue(report.is_missing)
            self.assertIn(report, report.search([("is_missing", "=", True)]))
            self.assertNotIn(report, report.search([("is_missing", "=", False)]))
            self.env["crm.yishang.work.report"]._count_missing()
            self.assertEqual(report.status, "missing")
            report.action_submit()
            self.assertEqual((report.is_late, report.status), (True, "late"))
            self.assertFalse(report.is_missing)

    def test_the_department_is_that_of_the_day(self):
        before, after = self.env["hr.department"].create(
            [{"name": "一部"}, {"name": "二部"}]
        )
        self.sales_sjz1.employee_id.department_id = before
        report = self._create_report(self.sales_sjz1)
        self.sales_sjz1.employee_id.department_id = after
        report.action_submit()
        report.invalidate_recordset()
        self.assertEqual(report.sudo().department_id, before)
