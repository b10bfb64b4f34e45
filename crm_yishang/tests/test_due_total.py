from odoo.tests import tagged

from .workbench_common import WorkbenchCommon


@tagged("post_install", "-at_install")
class TestDueTotal(WorkbenchCommon):
    """What is overdue is known by month, whatever happens to the instalments."""

    def _get_late(self, user):
        """Return what is overdue by region, as the workbench of ``user`` says it."""
        self.env.flush_all()
        self.assertEqual(self.env["crm.yishang.due.total"]._verify(), [])
        cells = self._get_cells(user, "regions")
        return {region: late for region, *_figures, late in cells if late}

    def test_what_is_late_follows_instalments(self):
        # One of a month that is over, one of this month.
        self._plan(self.order, ("2026-02-01", 700), ("2026-03-09", 300))
        totals = self.env["crm.yishang.due.total"]
        for user in (self.manager_north, self.director):
            with self.subTest(user=user.login):
                name = list(self._get_late(user))
                self.assertEqual(len(name), 1)
                self.assertEqual(self._get_late(user)[name[0]], "600")
        # The customer moves, with a plan that moves by SQL.
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_bd1.id
        )
        self.env.invalidate_all()
        self.assertEqual(list(self._get_late(self.manager_north).values()), ["600"])
        keys = totals.search([("amount", ">", 0), ("month", "=", "2026-02-01")])
        self.assertIn(self.sales_bd1.id, keys.mapped("scope_key"))
        before = totals.search_count([])
        totals._add_up()
        self.assertLess(totals.search_count([]), before)
        self.assertEqual(list(self._get_late(self.manager_north).values()), ["600"])
        self._collect((self.order, 350), user=self.sales_bd1)
        self.assertEqual(list(self._get_late(self.manager_north).values()), ["250"])
        self._collect((self.order, 250), user=self.sales_bd1)
        self.assertEqual(self._get_late(self.manager_north), {})
        totals._rebuild()
        self.assertEqual(self._get_late(self.manager_north), {})

    def test_a_total_is_seen_as_the_customers_are(self):
        self._plan(self.order, ("2026-02-01", 1000))
        self.env.flush_all()
        totals = self.env["crm.yishang.due.total"]
        for user, amount in (
            (self.sales_sjz1, 600),
            (self.sales_sjz2, 0),
            (self.leader_bd, 0),
            (self.director, 600),
        ):
            with self.subTest(user=user.login):
                mine = totals.with_user(user).search([("month", "=", "2026-02-01")])
                mine = mine.filtered(lambda cell: cell.scope_key == self.sales_sjz1.id)
                self.assertEqual(sum(mine.mapped("amount")), amount)

    def test_another_currency_by_the_rate_of_the_order(self):
        foreign = self.env.ref("base.USD")
        if foreign == self.env.company.currency_id:
            foreign = self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "rate": 0.125, "currency_id": foreign.id}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "外币", "currency_id": foreign.id}
        )
        order = self._sell(100, self.customer_bd1, pricelist_id=pricelist.id)
        self._plan(order, ("2026-02-01", 100))
        self.assertEqual(self._get_late(self.director), {"测试河北省": "800"})
