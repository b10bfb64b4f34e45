from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .sales_common import MARCH, SalesCommon

CUBES = ("crm.yishang.sales.total", "crm.yishang.sales.month")
SALES, PRODUCTS = "crm.yishang.sales.total", "crm.yishang.product.total"


@tagged("post_install", "-at_install")
class TestTotals(SalesCommon):
    """Totals are what the orders say, whatever is still in the queue."""

    def _sum_up(self, user=None, domain=()):
        """Return number of orders, quantity and amount, the same by both totals."""
        env = self.env(user=user or self.director)
        domain = [*domain, ("date", ">=", "2026-01-01"), ("date", "<=", "2026-04-30")]
        domain += [("product_id", "in", (self.pump | self.valve).ids)]
        sums = ["line_count:sum", "quantity:sum", "amount_total:sum"]
        (lines,) = env[PRODUCTS]._read_group(domain, [], sums)
        sums = ["order_count:sum", "amount_total:sum"]
        (orders,) = env[SALES]._read_group(domain[:-1], [], sums)
        self.assertAlmostEqual(orders[1] or 0, lines[2] or 0)
        (months,) = env[CUBES[1]]._read_group(domain[:-1], [], sums)
        self.assertEqual(months[0], orders[0])
        self.assertAlmostEqual(months[1] or 0, orders[1] or 0)
        return orders[0] or 0, lines[1] or 0, round(lines[2] or 0, 2)

    def _assert_proved(self):
        """Check that the totals are proved, before and after the job."""
        verify = self.env["crm.yishang.total.check"]._verify
        self.assertEqual(verify(), [])
        self._refresh()
        self.assertEqual(verify(), [])

    def assertSummed(self, *expected, domain=()):
        """Check the sums while the order is in the queue, and once it is not."""
        domain = [("user_id", "=", self.sales_sjz1.id), *domain]
        self.assertEqual(self._sum_up(domain=domain), expected)
        self._assert_proved()
        self.assertEqual(self._sum_up(domain=domain), expected)

    def test_whatever_is_written_counts_at_once(self):
        order = self.order
        self.assertSummed(2, 4, 130.3)
        order.order_line[0].write({"product_uom_qty": 3, "price_unit": 100})
        self.assertSummed(2, 5, 230.3)
        # The total stays, the product does not.
        order.order_line[0].write(
            {"product_id": self.valve.id, "price_unit": 100, "tax_ids": False}
        )
        self.assertSummed(2, 5, 230.3)
        order.order_line = [
            Command.create({"name": "备注", "display_type": "line_note"}),
            Command.create({"product_id": self.pump.id, "price_unit": 0}),
        ]
        self.assertSummed(2, 6, 230.3)
        order.date_order = "2025-12-31 17:00:00"
        self.assertSummed(2, 6, 230.3)
        order.date_order = "2025-12-31 15:00:00"
        self.assertSummed(1, -1, -100)
        order.date_order = MARCH
        order.user_id = self.sales_bd1
        self.assertSummed(1, -1, -100)
        order.user_id = self.sales_sjz1
        order._action_cancel()
        self.assertSummed(1, -1, -100)
        order.action_draft()
        order.unlink()
        self.returned._action_cancel()
        self.returned.action_draft()
        self.returned.unlink()
        self.assertSummed(0, 0, 0)

    def test_lines_without_product_and_orders_without_lines(self):
        """The rows of an order add up to it, the order counts even without any."""
        empty = self._sell(self.customer_sjz1, MARCH)
        self.assertSummed(3, 4, 130.3)
        section = Command.create({"name": "部分", "display_type": "line_section"})
        empty.order_line = [section]
        self.assertSummed(3, 4, 130.3)
        # As taxes rounded on the whole do.
        self.env.cr.execute(
            "UPDATE sale_order SET amount_total = amount_total + 0.01 WHERE id = %s",
            [self.order.id],
        )
        self.env["crm.yishang.total.dirty"]._mark(self.order)
        rest = self.env[PRODUCTS]._read_group(
            [("user_id", "=", self.sales_sjz1.id), ("product_id", "=", False)],
            [],
            ["amount_total:sum", "amount_untaxed:sum"],
        )
        self.assertEqual(rest, [(0.01, 0)])
        self._assert_proved()

    def test_quantities_are_in_the_unit_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.order.order_line[0].write({"product_uom_id": dozen.id, "price_unit": 5})
        self.assertSummed(2, 26, -59.7)

    def test_quotations_cost_nothing_and_confirming_one_statement(self):
        order = self._create_order(self.customer_sjz1)
        before = self._count_pending()
        order.order_line.price_unit = 5
        order.date_order = MARCH
        self.assertEqual(self._count_pending(), before)
        marked = []
        queue = type(self.env["crm.yishang.total.dirty"])
        mark = queue._mark

        def count(model, orders):
            marked.extend(orders.ids)
            mark(model, orders)

        self.patch(queue, "_mark", count)
        order.action_confirm()
        self.env.flush_all()
        self.assertEqual(marked, order.ids)
        # What does not count is not marked.
        order.client_order_ref = "A-1"
        order.order_line.name = "泵"
        self.env.flush_all()
        self.assertEqual(marked, order.ids)

    def test_what_is_wrong_is_found_and_mended(self):
        self._refresh()
        check = self.env["crm.yishang.total.check"]
        totals = self.env["crm.yishang.total"]
        before = self._sum_up()
        self.env.cr.execute(
            "UPDATE crm_yishang_product_total SET amount_total = amount_total + 1"
            " WHERE order_number = %s",
            [self.returned.id],
        )
        self.env.cr.execute(
            "UPDATE crm_yishang_sales_total SET amount_untaxed = amount_untaxed - 2"
            " WHERE user_id = %s",
            [self.sales_gz1.id],
        )
        self.env.cr.execute(
            "UPDATE crm_yishang_sales_month SET order_count = order_count + 1"
            " WHERE user_id = %s AND date = '2026-03-01'",
            [self.sales_gz1.id],
        )
        texts = check._verify()
        self.assertIn(f"sale.order {self.returned.id}: 0.0 / 1.0", texts[0])
        for name in CUBES:
            self.assertTrue(any(text.startswith(name) for text in texts))
        orders, cells = totals._rebuild()
        self.assertEqual(orders, 1)
        self.assertTrue(cells)
        self.assertEqual(check._verify(), [])
        self.assertEqual(self._sum_up(), before)

    def test_whoever_earned_it_and_those_above_see_it(self):
        """Neither pool nor service nor collaboration, and nobody else's company."""
        self.env["crm.yishang.grant"].create(
            {"user_id": self.sales_bd1.id, "customer_id": self.customer_sjz1.id}
        )
        self.report_viewer.yishang_managed_region_ids = self.guangdong
        for is_pending in (True, False):
            for user, orders in (
                (self.sales_sjz1, 2),
                (self.sales_sjz2, 1),
                (self.sales_bd1, 1),
                (self.sales_gz1, 2),
                (self.leader_sjz, 3),
                (self.manager_north, 5),
                (self.manager_south, 2),
                (self.report_viewer, 1),
                (self.director, 7),
                (self.crm_admin, 7),
            ):
                with self.subTest(user=user.login, is_pending=is_pending):
                    domain = [("company_id", "=", self.own.id)]
                    mine = [("user_id", "in", [False, *self.staff.ids]), *domain]
                    self.assertEqual(self._sum_up(user, mine)[0], orders)
            self._refresh()
        for user in (self.host_user, self.cashier, self.service_agent, self.marketer):
            with self.assertRaises(AccessError):
                self._sum_up(user)

    def test_nobody_writes_totals(self):
        self._refresh()
        for name in (*CUBES, PRODUCTS):
            total = self.env[name].with_user(self.director).search([], limit=1)
            with self.assertRaises(AccessError):
                total.write({"amount_total": 1})
