from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .instalment_common import InstalmentCommon


@tagged("post_install", "-at_install")
class TestInstalment(InstalmentCommon):
    """Orders have collection plans, and what they received is spread over them."""

    def test_an_order_without_plan_has_one_instalment(self):
        self.assertPlan(self.order, ("2026-03-10", 1000, 0, "open"))
        part = self.order.yishang_instalment_ids
        self.assertTrue(part.is_implicit)
        self.assertTrue(part.is_owed)
        self.assertEqual(part.user_id, self.sales_sjz1)
        self.assertEqual(part.yishang_scope_key, self.sales_sjz1.id)
        self.assertEqual(part.yishang_customer_id, self.customer)
        draft = self._create_order(self.customer)
        self.assertPlan(draft)

    def test_payment_terms_make_the_plan_to_the_cent(self):
        order = self._sell(100.01, payment_term_id=self.term.id)
        self.assertPlan(
            order, ("2026-03-10", 30, 0, "open"), ("2026-04-09", 70.01, 0, "open")
        )

    def test_the_plan_of_payment_terms_follows_the_order(self):
        order = self._sell(100, payment_term_id=self.term.id)
        ids = order.yishang_instalment_ids.ids
        order.order_line.price_unit = 200
        self.assertPlan(
            order, ("2026-03-10", 60, 0, "open"), ("2026-04-09", 140, 0, "open")
        )
        self.assertEqual(order.yishang_instalment_ids.ids, ids, "the same ones")
        order.payment_term_id = False
        self.assertPlan(order, ("2026-03-10", 200, 0, "open"))
        order._action_cancel()
        self.assertPlan(order)
        order.action_draft()
        order.action_confirm()
        self.assertPlan(order, ("2026-03-10", 200, 0, "open"))

    def test_confirming_costs_one_statement_more(self):
        def count(with_plan):
            order = self._create_order(self.customer, order_line=[])
            order.order_line = [
                Command.create({"product_id": self.product.id, "price_unit": 7})
            ]
            self.env.flush_all()
            before = self.cr.sql_log_count
            if with_plan:
                order.action_confirm()
            else:
                instalments = type(self.env["crm.yishang.instalment"])
                self.patch(instalments, "_refresh", lambda *args, **kwargs: None)
                order.action_confirm()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(True)
        with_plan = count(True)
        self.assertLessEqual(with_plan - count(False), 1)

    def test_a_hundred_orders_are_planned_in_the_same_statements(self):
        orders = self.env["sale.order"].browse()
        for _number in range(20):
            orders |= self._sell(10, payment_term_id=self.term.id)
        instalments = self.env["crm.yishang.instalment"]
        orders.mapped("payment_term_id.line_ids.value_amount")
        with self.assertQueryCount(3):
            instalments._refresh(orders)

    def test_a_plan_by_hand_stays_and_its_difference_is_named(self):
        self._plan(self.order, ("2026-03-20", 400), ("2026-04-20", 500))
        self.assertPlan(
            self.order, ("2026-03-20", 400, 0, "open"), ("2026-04-20", 500, 0, "open")
        )
        self.assertFalse(any(self.order.yishang_instalment_ids.mapped("is_implicit")))
        self.assertIn("100.00", self.order.yishang_plan_difference)
        self.assertIn("not planned", self.order.yishang_plan_difference)
        self.order.order_line.price_unit = 800
        self.assertPlan(
            self.order, ("2026-03-20", 400, 0, "open"), ("2026-04-20", 500, 0, "open")
        )
        self.assertIn("above the total", self.order.yishang_plan_difference)
        self.order.with_user(self.sales_sjz1).action_yishang_fit_plan()
        self.assertPlan(
            self.order,
            ("2026-03-20", 355.56, 0, "open"),
            ("2026-04-20", 444.44, 0, "open"),
        )
        self.assertFalse(self.order.yishang_plan_difference)
        self.order.yishang_instalment_ids.unlink()
        self.assertPlan(self.order, ("2026-03-10", 800, 0, "open"))

    def test_money_fills_instalments_in_order_of_due_dates(self):
        self._plan(self.order, ("2026-04-20", 500), ("2026-03-01", 300))
        self._collect((self.order, 350))
        self.assertPlan(
            self.order,
            ("2026-03-01", 300, 300, "paid"),
            ("2026-04-20", 500, 50, "partly"),
        )
        self.assertEqual(self.order.yishang_plan_progress, "1/2 instalments, 43 %")
        self._collect((self.order, 650))
        self.assertPlan(
            self.order,
            ("2026-03-01", 300, 300, "paid"),
            ("2026-04-20", 500, 500, "paid"),
        )
        self.assertEqual(self.order.yishang_plan_progress, "2/2 instalments, 100 %")

    def test_what_a_receipt_names_goes_there_first(self):
        self._plan(
            self.order, ("2026-03-01", 300), ("2026-04-01", 300), ("2026-05-01", 400)
        )
        last = self.order.yishang_instalment_ids[-1]
        receipt = self._register((self.order, 500))
        receipt.line_ids.instalment_id = last
        self._confirm(receipt)
        self.assertPlan(
            self.order,
            ("2026-03-01", 300, 100, "partly"),
            ("2026-04-01", 300, 0, "open"),
            ("2026-05-01", 400, 400, "paid"),
        )

    def test_lateness_and_payment_are_two_facts(self):
        self._plan(self.order, ("2026-03-01", 300), ("2026-03-10", 700))
        late, today = self.order.yishang_instalment_ids
        self.assertEqual((late.days_overdue, late.is_overdue), (9, True))
        self.assertEqual((today.days_overdue, today.is_overdue), (0, False))
        self.assertEqual(self.order.yishang_amount_overdue, 300)
        self._collect((self.order, 100))
        self.assertEqual((late.state, late.days_overdue), ("partly", 9))
        self.assertEqual(self.order.yishang_amount_overdue, 200)
        self._collect((self.order, 200))
        self.assertEqual((late.state, late.days_overdue), ("paid", 0))
        own = [("order_id", "=", self.order.id)]
        instalments = self.env["crm.yishang.instalment"]
        self._plan(self.other_order, ("2026-03-01", 100), ("2026-02-08", 100))
        own = [("order_id", "in", (self.order | self.other_order).ids)]
        for operator, value, count in (
            (">", 0, 2),
            (">", 9, 1),
            (">=", 9, 2),
            ("<", 10, 3),
            ("=", 30, 1),
            ("=", 0, 2),
            ("!=", 0, 2),
        ):
            with self.subTest(operator=operator, value=value):
                domain = [*own, ("days_overdue", operator, value)]
                found = instalments.search(domain)
                self.assertEqual(len(found), count)
                self.assertEqual(found.filtered_domain(domain), found)

    def test_dividing_gives_parts_that_sum_up(self):
        def divide(**values):
            form = Form(
                self.env["crm.yishang.instalment.divide"]
                .with_user(self.sales_sjz1)
                .with_context(default_order_id=self.order.id)
            )
            for name, value in values.items():
                form[name] = value
            return form.save()

        wizard = divide(number=3, date_first="2026-01-31", interval=1, unit="months")
        self.assertEqual(wizard.line_ids.mapped("amount"), [333.33, 333.34, 333.33])
        wizard.action_divide()
        self.assertPlan(
            self.order,
            ("2026-01-31", 333.33, 0, "open"),
            ("2026-02-28", 333.34, 0, "open"),
            ("2026-03-31", 333.33, 0, "open"),
        )
        divide(
            number=3,
            date_first="2026-01-31",
            interval=10,
            unit="days",
            shares="30，30, 40",
        ).action_divide()
        self.assertPlan(
            self.order,
            ("2026-01-31", 300, 0, "open"),
            ("2026-02-10", 300, 0, "open"),
            ("2026-02-20", 400, 0, "open"),
        )
        self.assertFalse(self.order.yishang_plan_difference)
        for shares in ("30, 30", "30, 30, 30", "a, b, c"):
            with self.assertRefused(UserError, self.order.name):
                divide(number=3, shares=shares).action_divide()
        self.assertEqual(len(self.order.yishang_instalment_ids), 3)

    def test_the_salesperson_edits_the_plan_in_the_order(self):
        with Form(self.order.with_user(self.sales_sjz1)) as form:
            with form.yishang_instalment_ids.edit(0) as line:
                line.share = 40
                self.assertEqual(line.amount, 400)
            with form.yishang_instalment_ids.new() as line:
                line.date_due = "2026-06-01"
                line.amount = 600
        self.assertPlan(
            self.order,
            ("2026-03-10", 400, 0, "open"),
            ("2026-06-01", 600, 0, "open"),
        )
        self.assertEqual(self.order.yishang_instalment_ids.mapped("share"), [40, 60])
