from odoo.fields import Command
from odoo.tests import tagged

from .sales_common import MARCH, SalesCommon

MONTH = ("2026-03-01", "2026-03-31")
PERIODS = (MONTH, ("2026-01-01", "2026-06-30"), ("2026-04-01", "2026-04-01"))
# Orders that count, by hand: by the day in Beijing, converted at the rates of the test.
COUNTED = """
    SELECT document.*, region.parent_path,
        CASE WHEN document.company_id = %(other)s THEN 1.0 / 7 ELSE 1 END
            / document.currency_rate AS factor
    FROM sale_order document
    LEFT JOIN crm_yishang_region region ON region.id = document.yishang_region_id
    WHERE document.state = 'sale' AND document.company_id = ANY(%(companies)s)
        AND (document.date_order + INTERVAL '8 hours')::date
            BETWEEN %(first)s AND %(last)s
        AND (document.user_id = ANY(%(people)s) OR document.user_id IS NULL)
        AND (%(types)s::int[] IS NULL OR EXISTS (
            SELECT FROM res_partner buyer JOIN res_partner customer
                ON customer.id = buyer.commercial_partner_id
            WHERE buyer.id = document.partner_id
                AND customer.yishang_type_id = ANY(%(types)s)
        ))
        AND (%(everything)s OR document.user_id = ANY(%(scope)s)
            OR starts_with(region.parent_path, %(path)s))
"""
SUMS = "SUM(amount_untaxed * factor), SUM(amount_total * factor)"
LINES = """
    (SELECT counted.user_id, yishang_region_id, parent_path, line.product_id, factor,
        line.price_subtotal AS amount_untaxed, line.price_total AS amount_total
     FROM counted JOIN sale_order_line line ON line.order_id = counted.id) sold
"""
UP = """
    counted LEFT JOIN crm_yishang_region upper
        ON starts_with(counted.parent_path, upper.parent_path)
"""
LINES_UP = f"""
    {LINES} LEFT JOIN crm_yishang_region upper
        ON starts_with(sold.parent_path, upper.parent_path)
"""
# For each report the columns of its key, and where they come from.
BY_HAND = {
    "sales-people": ("upper.id, user_id", UP),
    "sales-regions": ("upper.id", UP),
    "sales-ranking": ("user_id", "counted"),
    "product-people": ("user_id, product_id, yishang_region_id", LINES),
    "product-regions": ("upper.id, product_id", LINES_UP),
}


@tagged("post_install", "-at_install")
class TestReportSales(SalesCommon):
    """Reports 5 to 9 say what hand-written SQL says, and nobody sees more."""

    def _get_report(self, viewer, code, period, **filters):
        companies = (self.own | self.other) & viewer.company_ids
        center = self.env["crm.yishang.report.center"].with_user(viewer)
        center = center.with_context(allowed_company_ids=companies.ids)
        first, last = period
        filters = {"date_from": first, "date_to": last, **filters}
        return center.get_report(code, filters)

    def _read(self, user, code, period, **filters):
        """Return ``{key: amounts}`` of the rows of a report, people of others left out.

        The database may hold orders of demo data.
        """
        people = [*self.staff.ids, False]
        report = self._get_report(user, code, period, user=self.staff.ids, **filters)
        names = [column["name"] for column in report["columns"]]
        at = names.index("amount_untaxed")
        self.assertLessEqual(
            {row["key"].get("user_id", False) for row in report["rows"]}, set(people)
        )
        return {
            tuple(row["key"].values()): tuple(
                round(amount, 2) for amount in row["cells"][at : at + 2]
            )
            for row in report["rows"]
        }

    def _count(self, user, code, period, scope, path=None, customer_type=None):
        """Return the same by hand; ``scope`` is whom the user is above, or None."""
        self.env.flush_all()
        columns, source = BY_HAND[code]
        self.env.cr.execute(
            f"WITH counted AS ({COUNTED}) SELECT {columns}, {SUMS} FROM {source}"
            f" WHERE user_id IS NOT NULL GROUP BY {columns}",
            {
                "first": period[0],
                "last": period[1],
                "other": self.other.id,
                "companies": ((self.own | self.other) & user.company_ids).ids,
                "people": self.staff.ids,
                "everything": scope is None,
                "scope": (scope or self.env["res.users"]).ids,
                "path": path or "nowhere",
                "types": customer_type,
            },
        )
        return {
            tuple(id_ or False for id_ in key): (round(untaxed, 2), round(total, 2))
            for *key, untaxed, total in self.env.cr.fetchall()
        }

    def _get_scopes(self):
        north = self.leader_sjz | self.leader_bd | self.sales_sjz1 | self.sales_sjz2
        north |= self.sales_bd1 | self.manager_north
        return (
            (self.sales_sjz1, self.sales_sjz1, None),
            (
                self.leader_sjz,
                self.leader_sjz | self.sales_sjz1 | self.sales_sjz2,
                None,
            ),
            (self.manager_north, north, self.hebei.parent_path),
            (self.director, None, None),
        )

    def _compare(self, least=60, **filters):
        found = 0
        for user, scope, path in self._get_scopes():
            for code in BY_HAND:
                for period in PERIODS:
                    with self.subTest(user=user.login, code=code, period=period):
                        expected = self._count(
                            user, code, period, scope, path, **filters
                        )
                        read = self._read(user, code, period, **filters)
                        self.assertEqual(
                            {
                                key: tuple(map(float, sums))
                                for key, sums in read.items()
                            },
                            {
                                k: tuple(map(float, sums))
                                for k, sums in expected.items()
                            },
                        )
                        found += len(read)
        self.assertGreater(found, least)

    def test_figures_are_those_of_the_documents(self):
        """In the queue, out of it, and half of it; before and after a handover."""
        self._compare()
        self._refresh()
        self._compare()
        self.order.order_line[0].write({"product_uom_qty": 5, "price_unit": 99})
        self.south._action_cancel()
        self._sell(self.customer_gz1, MARCH, (self.valve, 9, 9.99))
        self._compare()
        before = self._read(self.leader_sjz, "sales-people", MONTH)
        self._hand_over()
        self.assertEqual(self._read(self.leader_sjz, "sales-people", MONTH), before)
        self._compare()
        self._refresh()
        self._compare()

    def test_figures_are_narrowed_by_the_type_of_the_customer_today(self):
        types = self.env["crm.yishang.customer.type"]
        agent, user = types.create(
            [{"name": "测试代理", "code": "t-a"}, {"name": "测试用户", "code": "t-b"}]
        )
        contact = self.env["res.partner"].create(
            {"name": "采购员", "parent_id": self.customer_sjz1.id}
        )
        self._sell(contact, MARCH, (self.pump, 4, 25))
        self.customer_sjz1.yishang_type_id = agent
        self.customer_bd1.yishang_type_id = user
        self._compare(20, customer_type=agent.ids)
        self._refresh()
        self.assertEqual(self._count_pending(), 0)
        self._compare(20, customer_type=agent.ids)
        self._compare(40, customer_type=(agent | user).ids)
        # From now on he is one more agent, and the contact buys for another company.
        self.customer_gz1.yishang_type_id = agent
        contact.parent_id = self.customer_bd1
        self._compare(20, customer_type=agent.ids)
        self._refresh()
        self._compare(20, customer_type=agent.ids)
        self.assertEqual(self.env["crm.yishang.total.check"]._verify(), [])

    def test_a_type_narrows_what_a_row_opens_and_what_is_exported(self):
        kind = self.env["crm.yishang.customer.type"].create(
            {"name": "测试代理", "code": "t-a"}
        )
        self.customer_sjz1.yishang_type_id = kind
        center = self.env["crm.yishang.report.center"].with_user(self.director)
        filters = {"date_from": MONTH[0], "date_to": MONTH[1]}
        filters["customer_type"] = kind.ids
        for code in BY_HAND:
            with self.subTest(code=code):
                self.assertIn("customer_type", center.get_options(code)["filters"])
                report = center.get_report(code, filters)
                key = report["rows"][-1]["key"]
                drill = center.get_drill_action(code, filters, key)
                orders = self.env["sale.order"].search(drill["action"]["domain"])
                self.assertTrue(orders)
                self.assertEqual(orders.partner_id, self.customer_sjz1)
                pivot = report["pivot"]
                self.assertEqual(pivot["res_model"], "crm.yishang.product.total")
                self.assertIn("customer_type_id", str(pivot["domain"]))
        export = self.env["crm.yishang.report.export"].with_user(self.director)
        source = center._get_source("sales-people")
        criteria = center._get_criteria(source, filters)
        subject = center._get_subject(source, criteria, filters)
        self.assertIn("测试代理", subject)
        self.director.group_ids += self.env.ref("base.group_allow_export")
        export = export.create({"code": "sales-people", "filters": filters})
        total = export._get_data("xlsx")["table"]
        self.assertEqual(total.total.cells[-1], 250.3)

    def _hand_over(self):
        """Have a colleague of another team take over all of ``sales_sjz1``."""
        handover = self.env["crm.yishang.handover"].create(
            {
                "user_id": self.sales_sjz1.id,
                "note": "离职",
                "line_ids": [
                    Command.create({"user_ids": [Command.set(self.sales_bd1.ids)]})
                ],
            }
        )
        handover.action_start()
        self.assertEqual(self.customer_sjz1.user_id, self.sales_bd1)

    def test_whoever_left_is_counted_still(self):
        self.sales_sjz2.employee_ids.active = False
        self.sales_sjz2.active = False
        period = ("2026-01-01", "2026-01-31")
        report = self._get_report(self.leader_sjz, "sales-ranking", period)
        (row,) = report["rows"]
        self.assertEqual(row["cells"][2], "sales_sjz2")
        self.assertEqual(row["cells"][4], 50)
        self.assertEqual(row["cells"][6], "测试石家庄市")

    def test_ranks_are_shared(self):
        self._sell(self.customer_bd1, MARCH, (self.pump, 1, 175.3))
        report = self._get_report(
            self.director, "sales-ranking", MONTH, user=self.staff.ids
        )
        ranks = {row["key"]["user_id"]: row["cells"][0] for row in report["rows"]}
        amounts = {row["key"]["user_id"]: row["cells"][4] for row in report["rows"]}
        for user, rank in ranks.items():
            above = [one for one in amounts.values() if one > amounts[user]]
            self.assertEqual(rank, len(above) + 1)
        self.assertEqual(len(set(ranks.values())), 2)

    def test_a_row_leads_to_its_orders_and_says_what_is_hidden(self):
        """The order is earned by the salesperson, its customer is with another one."""
        center = self.env["crm.yishang.report.center"].with_user(self.sales_gz1)
        filters = {"date_from": MONTH[0], "date_to": MONTH[1]}
        for code, hidden in (("sales-ranking", 1), ("product-regions", 1)):
            report = center.get_report(code, filters)
            key = report["rows"][0]["key"]
            drill = center.get_drill_action(code, filters, key)
            orders = self.env["sale.order"].with_user(self.sales_gz1)
            found = orders.search(drill["action"]["domain"])
            with self.subTest(code=code):
                self.assertEqual(drill["hidden"], hidden)
                self.assertLessEqual(found, self.south)

    def test_products_come_page_by_page(self):
        source = self.env["crm.yishang.report.product.people"].with_user(self.director)
        center = self.env["crm.yishang.report.center"].with_user(self.director)
        filters = {"date_from": MONTH[0], "date_to": MONTH[1]}
        criteria = center._get_criteria(source, filters)
        rows = source._get_rows(criteria)
        self.assertEqual(source._count_rows(criteria), len(rows))
        pages = [source._get_rows(criteria, 2, at)[:2] for at in range(0, len(rows), 2)]
        self.assertEqual([row for page in pages for row in page], rows)
        total = source._get_total(criteria)
        self.assertAlmostEqual(
            total["amount_total"], sum(row["amount_total"] for row in rows)
        )
        source = self.env["crm.yishang.report.product.regions"]
        source = source.with_user(self.director)
        rows, count = source._get_page(criteria)
        self.assertEqual(count, len(rows))
        self.assertGreater(count, 4)
        for at in range(0, count, 2):
            page = source._get_page(criteria, 2, at)
            self.assertEqual(page, (rows[at : at + 2], count))
        tops = [row for row in rows if not row["depth"]]
        self.assertAlmostEqual(
            source._get_total(criteria)["amount_total"],
            sum(row["amount_total"] for row in tops),
        )
        for name in ("sales.people", "product.regions"):
            action = self.env[f"crm.yishang.report.{name}"]._get_pivot_action(criteria)
            self.assertIn("pivot", action["view_mode"])
