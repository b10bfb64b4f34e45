from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import RefusalCase
from .report_common import ReportCommon

NOON = "2026-03-10 04:00:00"
TODAY = date(2026, 3, 10)
JOB = "odoo.addons.crm_yishang.models.crm_yishang_risk_job"


@tagged("post_install", "-at_install")
@freeze_time(NOON)
class TestRisk(RefusalCase, ReportCommon):
    """Who is at risk of being lost is found every night, and who is told of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.env["res.company"].search([]).yishang_date_risks = TODAY
        cls.risks = cls.env["crm.yishang.risk"]
        cls.job = cls.env["crm.yishang.risk.job"]
        cls.mine = cls.customer_sjz1
        # Every 20 days, last 60 days ago; the customer of Baoding is in time.
        cls._order_on(cls.mine, [120, 100, 80, 60])
        cls._order_on(cls.customer_bd1, [95, 65, 35])
        cls.env.flush_all()

    @classmethod
    def _order_on(cls, customer, ages):
        """Confirm orders of a customer so many days ago."""
        days = [datetime(2026, 3, 10, 4) - timedelta(days=age) for age in ages]
        orders = cls.env["sale.order"].create([{"partner_id": customer.id}] * len(days))
        cls.env.flush_all()
        for order, day in zip(orders, days, strict=True):
            cls.env.cr.execute(
                "UPDATE sale_order SET state = 'sale', date_order = %s WHERE id = %s",
                [day, order.id],
            )
        cls.env.invalidate_all()
        customer._yishang_refresh_last_orders()

    @classmethod
    def _visit_on(cls, customer, ages):
        days = [TODAY - timedelta(days=age) for age in ages]
        visits = cls.env["crm.yishang.visit"].create(
            [{"partner_id": customer.id, "user_id": customer.user_id.id}] * len(days)
        )
        cls.env.flush_all()
        for visit, day in zip(visits, days, strict=True):
            cls.env.cr.execute(
                "UPDATE crm_yishang_visit SET state = 'done', day = %s WHERE id = %s",
                [day, visit.id],
            )
        cls.env.cr.execute(
            "UPDATE res_partner SET yishang_date_last_contact = %s WHERE id = %s",
            [max(days), customer.id],
        )
        cls.env.invalidate_all()

    def _find(self):
        """Let the night pass; return what is open of the test's customers."""
        self.job._find()
        return self.risks.search(
            [("partner_id", "in", self.customers.ids), *self.risks._get_open_domain()]
        )

    def _count_rows_written(self):
        """Return the marks of all rows: what is written again has another one."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT id, xmin::text, ctid::text FROM crm_yishang_risk ORDER BY id")
        )
        return rows

    def test_the_rhythm_is_the_median_of_the_own_intervals(self):
        risk = self._find()
        self.assertEqual(risk.partner_id, self.mine)
        self.assertEqual((risk.date_ordered, risk.order_rhythm), (date(2026, 1, 9), 20))
        self.assertEqual((risk.state, risk.level), ("open", "medium"))
        self.assertEqual((risk.user_id, risk.date_start), (self.sales_sjz1, TODAY))
        self.assertEqual(risk.reason, "No order for 60 days, usually every 20")
        self.assertEqual(risk.yishang_customer_id, self.mine)
        self.assertEqual(risk.yishang_scope_key, self.sales_sjz1.id)

    def test_rhythms_equal_plain_python_on_any_dates(self):
        random = Random(4)
        customers = [
            self._create_customer(f"客户{number}", self.sales_sjz1, self.sjz)
            for number in range(12)
        ]
        expected = {}
        for number, customer in enumerate(customers):
            # One order, two on a day, even and odd numbers of intervals.
            ages = [random.randint(20, 200) for _order in range(1 + number % 7)]
            ages += ages[:1] * (number % 2)
            self._order_on(customer, ages)
            self._visit_on(customer, ages)
            days = sorted(set(ages))
            gaps = [after - before for before, after in pairwise(days)]
            if len(days) >= 4 and days[0] > max(1.5 * median(gaps), 30):
                expected[customer] = (TODAY - timedelta(days=days[0]), median(gaps))
        self.company.yishang_risk_factor = 1.5
        self.job._find()
        ids = [customer.id for customer in customers]
        found = self.risks.search([("partner_id", "in", ids)])
        self.assertTrue(expected)
        self.assertLess(len(expected), 12)
        for last, rhythm in (
            ("date_ordered", "order_rhythm"),
            ("date_contacted", "contact_rhythm"),
        ):
            self.assertEqual(
                {risk.partner_id: (risk[last], risk[rhythm]) for risk in found},
                expected,
            )
        self.assertEqual(set(found.mapped("level")), {"high"})

    def test_the_limit_itself_is_no_silence(self):
        self._order_on(self.customer_sjz2, [160, 120, 80, 40])
        self._order_on(self.customer_gz1, [78, 65, 52, 39])
        for factor, number in ((1, 0), (0.9, 1)):
            self.company.yishang_risk_factor = factor
            found = self._find()
            self.assertEqual(len(found & self._of(self.customer_sjz2)), number)
        # Longer than three times the rhythm, but not longer than the least of days.
        self.company.write({"yishang_risk_factor": 2, "yishang_risk_min_days": 39})
        self.assertFalse(self._find() & self._of(self.customer_gz1))
        self.company.yishang_risk_min_days = 38
        self.assertTrue(self._find() & self._of(self.customer_gz1))

    def _of(self, customer):
        return self.risks.search([("partner_id", "=", customer.id)])

    def test_each_reason_is_found_and_two_are_high(self):
        self._visit_on(self.mine, [90, 80, 70, 60, 45])
        case = self.env["crm.yishang.service.case"].create(
            {
                "partner_id": self.customer_bd1.id,
                "subject": "漏水",
                "is_complaint": True,
            }
        )
        self.env["crm.yishang.value.score"].create(
            {
                "partner_id": self.customer_gz1.id,
                "company_id": self.company.id,
                "score": 55,
                "score_before": 70,
                "grade": "a",
                "revenue": 900,
            }
        )
        found = {risk.partner_id: risk for risk in self._find()}
        self.assertEqual(
            found.keys(), {self.mine, self.customer_bd1, self.customer_gz1}
        )
        mine = found[self.mine]
        self.assertEqual((mine.contact_rhythm, mine.level), (10, "high"))
        self.assertIn("; No contact for 45 days, usually every 10", mine.reason)
        self.assertEqual(found[self.customer_bd1].complaint_count, 1)
        self.assertEqual(found[self.customer_bd1].level, "medium")
        falling = found[self.customer_gz1]
        self.assertEqual((falling.score_drop, falling.level), (15, "high"))
        self.assertEqual((falling.grade, falling.revenue), ("a", 900))
        # What is solved closes its risk, and a smaller fall is none.
        case.sudo().state = "closed"
        self.company.yishang_risk_drop = 15
        self.assertEqual(self._find(), mine)
        self.assertEqual(found[self.customer_bd1].state, "saved")

    def test_money_overdue_for_long_is_a_reason(self):
        order = self._create_order(self.customer_sjz2)
        order.action_confirm()
        instalment = order.yishang_instalment_ids
        instalment.date_due = TODAY - timedelta(days=30)
        self.assertFalse(self._find() & self._of(self.customer_sjz2))
        instalment.date_due = TODAY - timedelta(days=31)
        self._find()
        risk = self._of(self.customer_sjz2)
        self.assertEqual(risk.amount_overdue, instalment.amount_open)
        self.assertIn("Overdue:", risk.reason)

    def test_a_second_run_writes_nothing_and_parts_find_the_same(self):
        first = self._find()
        before = self._count_rows_written()
        with patch(f"{JOB}.BATCH", 2):
            self.assertEqual(self._find(), first)
        self.assertEqual(self._count_rows_written(), before)

    def test_what_is_over_is_closed_and_kept(self):
        risk = self._find()
        self._order_on(self.mine, [1])
        self.assertFalse(self._find())
        self.assertEqual((risk.state, risk.date_end), ("saved", TODAY))
        self.assertFalse(risk.is_decided)
        with freeze_time("2026-06-10 04:00:00"):
            again = self._find()
        self.assertEqual(len(self._of(self.mine)), 2)
        self.assertEqual(again.date_start, date(2026, 6, 10))

    def test_whoever_works_on_the_customer_decides(self):
        risk = self._find()
        own = risk.with_user(self.sales_sjz1)
        with self.assertRefused(AccessError, ""):
            risk.with_user(self.sales_sjz2).action_take()
        with self.assertRefused(AccessError, ""):
            own.level = "medium"
        own.action_take()
        self.assertEqual((risk.state, risk.user_id), ("working", self.sales_sjz1))
        with self.assertRefused(UserError, "甲石家庄"):
            own.action_lose()
        self.assertEqual(
            own.action_plan_visit()["context"]["default_partner_id"], self.mine.id
        )
        own.note = "下月恢复采购"
        own.action_save()
        self.assertEqual((risk.state, risk.date_end), ("saved", TODAY))
        with self.assertRefused(UserError, "closed"):
            own.action_take()
        self.assertFalse(self._find())
        with freeze_time("2026-04-08 04:00:00"):
            self.assertFalse(self._find())
        with freeze_time("2026-04-09 04:00:00"):
            self.assertTrue(self._find())

    def test_who_is_given_up_is_lost(self):
        risk = self._find()
        own = risk.with_user(self.sales_sjz1)
        own.note = "工厂搬迁"
        own.action_lose()
        self.assertEqual((risk.state, self.mine.yishang_lifecycle), ("lost", "lost"))
        self.env.invalidate_all()
        with freeze_time("2026-06-10 04:00:00"):
            self.assertFalse(self._find())

    def test_risks_move_with_their_customer(self):
        risk = self._find()
        seen = [self.sales_sjz1, self.leader_sjz, self.manager_north, self.director]
        for user in seen:
            self.assertEqual(self._get_visible(user, risk), risk, user.login)
        for user in (self.sales_sjz2, self.leader_bd, self.manager_south):
            self.assertFalse(self._get_visible(user, risk), user.login)
        self.mine.with_user(self.director).user_id = self.sales_bd1
        risk.invalidate_recordset()
        self.assertEqual(risk.user_id, self.sales_bd1)
        self.assertFalse(self._get_visible(self.sales_sjz1, risk))
        self.assertTrue(self._get_visible(self.sales_bd1, risk))
        self.env["crm.yishang.ownership"]._transfer(self.mine, "return", owners=False)
        risk.invalidate_recordset()
        self.assertEqual((risk.state, risk.user_id.id), ("lost", False))

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_owner_and_leader_are_told_once(self):
        self.mine.yishang_grade = "a"
        self._order_on(self.customer_sjz2, [120, 100, 80, 60])
        risk = self._find() & self._of(self.mine)
        self.assertEqual(risk.level, "high")
        reminder = self.env["crm.yishang.reminder"]
        for _morning in range(2):
            reminder._remind_of_risks()
        ((subject, body),) = self._count_messages(self.sales_sjz1)
        self.assertEqual(subject, "Customers you may lose")
        self.assertIn("/odoo/my-risks", body)
        ((subject, body),) = self._count_messages(self.leader_sjz)
        self.assertIn("sales_sjz1: 1", body)
        # A medium one is worth no message.
        self.assertFalse(self._count_messages(self.sales_sjz2))

    def test_the_workbench_leads_to_them(self):
        self._find()
        workbench = self.env["crm.yishang.workbench"]
        for user, number in (
            (self.sales_sjz1, 1),
            (self.leader_sjz, 1),
            (self.sales_sjz2, 0),
            (self.leader_bd, 0),
        ):
            sections = workbench.with_user(user).get_data()["sections"]
            found = [one for one in sections if one["key"] == "risks"]
            self.assertEqual(len(found), number, user.login)
            if number:
                tile, high = found[0]["tiles"]
                self.assertEqual((tile["text"], high["text"]), ("1", "0"))
                action = tile["action"]
                risks = self.env[action["res_model"]].with_user(user)
                self.assertEqual(risks.search_count(action["domain"]), 1)

    def test_each_company_is_looked_at_once_a_day(self):
        self.company.yishang_date_risks = False
        for moment, number in (("20:59:00", 0), ("21:00:00", 1), ("22:00:00", 1)):
            with (
                freeze_time(f"2026-03-09 {moment}"),
                patch.object(type(self.env["ir.cron"]), "_commit_progress"),
            ):
                self.job._cron_find()
            self.assertEqual(len(self._of(self.mine)), number)
        self.assertEqual(self.company.yishang_date_risks, TODAY)
