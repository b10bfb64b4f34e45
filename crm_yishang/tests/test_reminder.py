from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestReminder(ReportCommon):
    """People are told once a morning what waits for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).yishang_date_reminded = False
        # The age of a customer without contact counts from its creation.
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-03-01'"
            " WHERE yishang_is_customer"
        )

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def _remind(self):
        self.env["crm.yishang.reminder"]._cron_remind()

    def _get_subjects(self, user):
        return [subject for subject, _body in self._count_messages(user)]

    def test_owners_are_told_once_a_day(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-03-04"
        self.customer_sjz2.yishang_date_next_contact = "2026-03-05"
        for _run in range(2):
            self._remind()
        ((subject, body),) = self._count_messages(self.sales_sjz1)
        self.assertEqual(subject, "Customers waiting for you")
        self.assertIn("Due for contact: 1", body)
        self.assertIn("/odoo/due-customers", body)
        self.assertFalse(self._count_messages(self.sales_sjz2))
        with freeze_time("2026-03-05 04:00:00"):
            self._remind()
        self.assertEqual(len(self._count_messages(self.sales_sjz1)), 2)
        self.assertEqual(len(self._count_messages(self.sales_sjz2)), 1)

    def test_nobody_is_woken(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-03-05"
        for moment, number in (
            ("2026-03-04 23:59:00", 0),
            ("2026-03-05 00:00:00", 1),
        ):
            with freeze_time(moment):
                self._remind()
                self.assertEqual(len(self._count_messages(self.sales_sjz1)), number)

    def test_the_morning_is_that_of_the_company(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-03-04"
        self.env.company.partner_id.tz = "America/New_York"
        with freeze_time("2026-03-04 12:59:00"):
            self._remind()
            self.assertFalse(self._count_messages(self.sales_sjz1))
        with freeze_time("2026-03-04 13:00:00"):
            self._remind()
            self.assertTrue(self._count_messages(self.sales_sjz1))

    def test_how_long_is_too_long_depends_on_the_grade(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        # Days since the last contact: 8, 16, 31, 61, 91 are one too many.
        for grade, last, kept in (
            ("a", "2026-02-24", "2026-02-25"),
            ("b", "2026-02-16", "2026-02-17"),
            ("c", "2026-02-01", "2026-02-02"),
            ("d", "2026-01-02", "2026-01-03"),
            (False, "2025-12-03", "2025-12-04"),
        ):
            for day, is_silent in ((last, True), (kept, False)):
                with self.subTest(grade=grade, day=day):
                    self.customer_sjz1.write(
                        {"yishang_grade": grade, "yishang_date_last_contact": day}
                    )
                    self.assertEqual(customer.yishang_is_silent, is_silent)
                    found = customer.search(
                        [("id", "=", customer.id), ("yishang_is_silent", "=", True)]
                    )
                    self.assertEqual(bool(found), is_silent)

    def test_never_is_never(self):
        self.customer_sjz1.write(
            {"yishang_grade": "a", "yishang_date_last_contact": "2025-01-01"}
        )
        self.assertTrue(self.customer_sjz1.yishang_is_silent)
        self.customer_sjz1.yishang_lifecycle = "lost"
        self.assertFalse(self.customer_sjz1.yishang_is_silent)
        self.customer_sjz1.yishang_lifecycle = "member"
        self.env.company.yishang_silent_days_a = 0
        self.customer_sjz1.invalidate_recordset()
        self.assertFalse(self.customer_sjz1.yishang_is_silent)
        self.assertFalse(
            self.env["res.partner"].search(
                [("id", "=", self.customer_sjz1.id), ("yishang_is_silent", "=", True)]
            )
        )

    def test_a_customer_never_contacted_counts_from_its_first_day(self):
        customer = self.customer_sjz1
        customer.yishang_grade = "a"
        self.assertFalse(customer.yishang_is_silent)
        with freeze_time("2026-03-10 04:00:00"):
            customer.invalidate_recordset()
            self.assertTrue(customer.yishang_is_silent)

    def test_list_tile_and_reminder_say_the_same(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-03-01"
        self.customer_sjz1.write(
            {"yishang_grade": "a", "yishang_date_last_contact": "2025-01-01"}
        )
        data = self.env["crm.yishang.workbench"].with_user(self.sales_sjz1).get_data()
        tiles = {tile["key"]: tile["text"] for tile in data["sections"][0]["tiles"]}
        self.assertEqual((tiles["due"], tiles["silent"]), ("1", "1"))
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        for name in ("yishang_is_due", "yishang_is_overdue", "yishang_is_silent"):
            self.assertEqual(partners.search([(name, "=", True)]), self.customer_sjz1)
            self.assertTrue(self.customer_sjz1[name])

    def test_a_leader_is_told_what_is_long_overdue(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-02-24"
        self.customer_sjz2.yishang_date_next_contact = "2026-02-25"
        self._remind()
        ((_subject, body),) = self._count_messages(self.leader_sjz)
        self.assertIn("sales_sjz1: 1", body)
        self.assertNotIn("sales_sjz2", body)
        for user in (self.leader_bd, self.manager_north, self.director):
            self.assertFalse(self._count_messages(user))

    def test_above_an_archived_leader_stands_the_next_one(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-02-01"
        self.leader_sjz.active = False
        self._remind()
        self.assertEqual(len(self._count_messages(self.manager_north)), 1)
        self.assertFalse(self._count_messages(self.leader_sjz))

    def test_missing_reports_are_asked_for(self):
        for day in ("2026-03-02", "2026-03-03"):
            report = self._create_report(self.sales_sjz1, date_from=day)
            report.sudo().date_due = f"{day} 12:00:00"
        waiting = self._create_report(self.sales_sjz2)
        waiting.sudo().date_due = "2026-03-04 12:00:00"
        for _run in range(2):
            self._remind()
        ((subject, body),) = self._count_messages(self.sales_sjz1)
        self.assertEqual(subject, "Work reports you have not submitted: 2")
        self.assertIn("/odoo/missing-reports", body)
        ((_subject, body),) = self._count_messages(self.leader_sjz)
        self.assertIn("sales_sjz1: 2", body)
        for user in (self.sales_sjz2, self.manager_north, self.sales_bd1):
            self.assertFalse(self._count_messages(user))

    def test_whoever_left_is_not_reminded(self):
        report = self._create_report(self.sales_sjz1)
        report.sudo().date_due = "2026-03-04 03:00:00"
        self.customer_sjz1.user_id = False
        self.sales_sjz1.active = False
        self._remind()
        for user in (self.sales_sjz1, self.leader_sjz):
            self.assertFalse(self._count_messages(user))

    def test_reminders_are_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["crm_yishang"], ["zh_CN"])
        self.sales_sjz1.lang = "zh_CN"
        self.customer_sjz1.yishang_date_next_contact = "2026-03-04"
        self._remind()
        self.assertEqual(self._get_subjects(self.sales_sjz1), ["有客户等您联系"])

    def test_reminding_counts_in_few_statements(self):
        counts = []
        reminder = self.env["crm.yishang.reminder"].sudo()
        for number in (1, 20):
            for index in range(number):
                self._create_customer(
                    f"客户{number}-{index}",
                    self.sales_sjz1,
                    self.changan,
                    yishang_date_next_contact="2026-03-01",
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reminder._remind_of_customers()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
