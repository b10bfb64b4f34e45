from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.lifecycle import Cause
from .lifecycle_common import LifecycleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestLifecycle(LifecycleCommon):
    """Which stage a customer moves to, and by what."""

    def _sleep(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_yishang.crm_yishang_lifecycle_cron_fall_asleep"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_the_facts_are_planned_once_however_often_a_stage_names_them(self):
        lifecycle = self.env["crm.yishang.lifecycle"]
        stage = SQL(
            "CASE WHEN facts.stage = 'member' THEN facts.stage"
            " WHEN facts.stage = 'dormant' THEN facts.stage END"
        )
        rows = lifecycle._sql_rows(self.customer.ids, None)
        facts = lifecycle._sql_facts()
        moved = lifecycle._sql_move(rows, stage, Cause("hand"), facts)
        plan = self.env.execute_query(SQL("EXPLAIN %s", moved))
        named = ("InitPlan", "SubPlan")
        asked = [line for (line,) in plan if line.strip().startswith(named)]
        self.assertTrue(asked)
        self.assertLessEqual(len(asked), 6)

    def test_a_meeting_makes_a_potential_customer_visited_once(self):
        visit = self._create_done(self.sales_sjz1, self.customer)
        self._create_done(self.sales_sjz1, self.customer)
        self.assertEqual(self.customer.yishang_lifecycle, "visited")
        change = self.history.search([("customer_id", "=", self.customer.id)])
        self.assertEqual(
            self._get_steps(self.customer), [("potential", "visited", "visit")]
        )
        self.assertEqual(change.visit_id.id, visit.id)
        self.assertEqual(change.user_id, self.sales_sjz1)
        self.assertEqual(change.day, date(2026, 3, 4))

    def test_a_call_moves_nobody(self):
        self._create_done(self.sales_sjz1, self.customer, category_id=self.by_phone.id)
        self.assertEqual(self.customer.yishang_lifecycle, "potential")
        self.assertFalse(self._get_steps(self.customer))

    def test_a_confirmed_order_makes_a_member_of_everybody(self):
        for stage in ("potential", "visited", "dormant", "lost"):
            with self.subTest(stage=stage):
                customer = self._create_customer(f"买{stage}", self.sales_sjz1)
                self._enter(customer, stage)
                order = self._create_order(customer)
                self.assertEqual(customer.yishang_lifecycle, stage)
                order.with_user(self.sales_sjz1).action_confirm()
                self.assertEqual(customer.yishang_lifecycle, "member")
                self.assertEqual(customer.yishang_date_last_order, date(2026, 3, 4))
                change = self.history.search([("customer_id", "=", customer.id)])
                self.assertEqual(change.order_id, order)
                self.assertEqual(change.user_id, self.sales_sjz1)
                self.assertEqual(change.owner_id, self.sales_sjz1)

    def test_an_order_of_a_contact_counts_for_its_customer(self):
        self._buy(self.customer.child_ids)
        self.assertEqual(self.customer.yishang_lifecycle, "member")

    def test_a_cancelled_order_takes_back_what_it_did(self):
        self._create_done(self.sales_sjz1, self.customer)
        first, second = self._buy(self.customer), self._buy(self.customer)
        first._action_cancel()
        self.assertEqual(self.customer.yishang_lifecycle, "member")
        second._action_cancel()
        self.assertEqual(self.customer.yishang_lifecycle, "visited")
        self.assertFalse(self.customer.yishang_date_last_order)
        self.assertEqual(
            self._get_steps(self.customer),
            [
                ("potential", "visited", "visit"),
                ("visited", "member", "order"),
                ("member", "visited", "order"),
            ],
        )

    def test_an_order_left_that_is_too_old_makes_dormant(self):
        old, new = self._buy(self.customer, "2024-01-01"), self._buy(self.customer)
        self.assertTrue(old)
        new._action_cancel()
        self.assertEqual(self.customer.yishang_date_last_order, date(2024, 1, 1))
        self.assertEqual(self.customer.yishang_lifecycle, "dormant")

    def test_an_old_order_entered_later_brings_no_lost_customer_back(self):
        self._enter(self.customer, "lost")
        values = {"state": "sale", "date_order": "2024-05-01"}
        self._create_order(self.customer, **values)
        self.assertEqual(self.customer.yishang_lifecycle, "lost")
        self.assertEqual(self.customer.yishang_date_last_order, date(2024, 5, 1))
        self._create_order(self.customer_sjz2, **values)
        self.assertEqual(self.customer_sjz2.yishang_lifecycle, "dormant")

    def test_who_was_taken_over_as_member_stays_one_when_an_order_is_cancelled(self):
        bought = self._create_customer(
            "老会员", self.sales_sjz1, yishang_lifecycle="member"
        )
        self._buy(bought)._action_cancel()
        self.assertEqual(bought.yishang_lifecycle, "member")
        self.assertEqual(self._get_steps(bought), [(False, "member", "entry")])

    def test_an_order_that_moves_to_another_customer_takes_the_stage_along(self):
        order = self._buy(self.customer)
        order.write(
            {
                "partner_id": self.customer_sjz2.id,
                "partner_invoice_id": self.customer_sjz2.id,
                "partner_shipping_id": self.customer_sjz2.id,
            }
        )
        self.assertEqual(self.customer.yishang_lifecycle, "potential")
        self.assertEqual(self.customer_sjz2.yishang_lifecycle, "member")
        self.assertFalse(self.env["res.partner"]._yishang_verify_last_orders())

    def test_members_fall_asleep_on_the_day_and_once(self):
        due, early = self.customer, self.customer_sjz2
        # The company's day: 16:00 UTC is the next day in Shanghai.
        for customer, moment in (
            (due, "2025-03-04 15:59:00"),
            (early, "2025-03-04 16:00:00"),
        ):
            with freeze_time(moment):
                self._buy(customer)
        for _run in range(2):
            self._sleep()
        self.assertEqual(due.yishang_lifecycle, "dormant")
        self.assertEqual(early.yishang_lifecycle, "member")
        self.assertEqual(self._get_steps(due)[-1], ("member", "dormant", "job"))
        self.assertEqual(len(self._get_steps(due)), 2)

    def test_the_night_begins_when_the_company_says(self):
        self._buy(self.customer, "2025-03-04 18:00:00")
        for moment, stage in (
            ("2026-03-04 15:59:00", "member"),
            ("2026-03-04 16:01:00", "dormant"),
        ):
            with freeze_time(moment):
                self._sleep()
            self.assertEqual(self.customer.yishang_lifecycle, stage, moment)

    def test_the_months_are_those_of_the_company(self):
        self._buy(self.customer, "2025-12-01 04:00:00")
        for months, stage in ((0, "member"), (4, "member"), (3, "dormant")):
            self.env.company.yishang_dormant_months = months
            self._sleep()
            self.assertEqual(self.customer.yishang_lifecycle, stage, months)

    def test_members_without_known_order_and_others_do_not_sleep(self):
        self._enter(self.customer, "member")
        for customer in (self.customer_sjz2, self.customer_bd1):
            self._buy(customer, "2020-01-01")
        self._enter(self.customer_sjz2, "lost")
        self._sleep()
        self.assertEqual(self.customer.yishang_lifecycle, "member")
        self.assertEqual(self.customer_sjz2.yishang_lifecycle, "lost")
        self.assertEqual(self.customer_bd1.yishang_lifecycle, "dormant")

    def test_batches_go_on_where_they_were(self):
        for customer in self.owned:
            self._buy(customer, "2025-01-01")
            self._enter(customer, "member")
        lifecycle = self.env["crm.yishang.lifecycle"]
        counts = [len(lifecycle._fall_asleep(3)) for _run in range(3)]
        self.assertEqual(counts, [3, 1, 0])

    def test_a_partner_that_becomes_a_customer_brings_its_orders(self):
        partner = self.env["res.partner"].create({"name": "老主顾", "is_company": True})
        self.env.company.yishang_visibility_in_force = False
        self._buy(partner)
        self.assertFalse(partner.yishang_date_last_order)
        partner.yishang_is_customer = True
        self.assertEqual(partner.yishang_lifecycle, "member")
        self.assertEqual(partner.yishang_date_last_order, date(2026, 3, 4))
        partner.yishang_is_customer = False
        self.assertFalse(partner.yishang_date_last_order)

    def test_merged_customers_have_bought_together(self):
        self._buy(self.customer_sjz2)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer + self.customer_sjz2).ids, self.customer
        )
        self.assertEqual(self.customer.yishang_lifecycle, "member")
        self.assertEqual(self.customer.yishang_date_last_order, date(2026, 3, 4))
        self.assertFalse(self.env["res.partner"]._yishang_verify_last_orders())

    def test_a_day_that_is_wrong_is_found(self):
        self._buy(self.customer)
        partners = self.env["res.partner"]
        wrong = self.customer + self.customer_sjz2
        wrong.yishang_date_last_order = "2020-01-01"
        self.assertEqual(partners._yishang_verify_last_orders(), wrong.sorted("id"))
        partners._yishang_refresh_all_last_orders()
        self.assertFalse(partners._yishang_verify_last_orders())

    def test_hundreds_of_orders_cost_as_many_statements_as_two(self):
        def confirm(number):
            customers = self.env["res.partner"].create(
                [
                    {"name": f"批量{number}-{place}", "yishang_is_customer": True}
                    for place in range(number)
                ]
            )
            orders = self.env["sale.order"].create(
                [{"partner_id": one.id} for one in customers]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            orders.write({"state": "sale", "date_order": "2026-03-04"})
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
            self.assertEqual(set(customers.mapped("yishang_lifecycle")), {"member"})
            return count

        confirm(2)
        self.assertLessEqual(confirm(500), confirm(2) + 6)
