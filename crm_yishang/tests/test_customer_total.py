from odoo.fields import Command, Domain
from odoo.tests import tagged

from .common import YishangCommon

# Whether each salesperson sees a customer, beside the rules: the truth by hand.
COUNT = """
SELECT {columns}, COUNT(*) FROM res_partner
WHERE yishang_is_customer AND active AND id = ANY(%s)
    AND (company_id IS NULL OR company_id = %s OR partner_share IS NOT TRUE)
GROUP BY {columns}
"""
COLUMNS = {
    "region": "yishang_region_id",
    "user": "user_id",
    "customer_type": "yishang_type_id",
}


@tagged("post_install", "-at_install")
class TestCustomerTotal(YishangCommon):
    """Customers are counted by what was added up, as if one counted each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["crm.yishang.customer.type"]
        cls.shop, cls.factory = types.create(
            [
                {"code": "T-SHOP", "name": "门店"},
                {"code": "T-FACTORY", "name": "工厂"},
            ]
        )
        cls.customer_sjz1.yishang_type_id = cls.shop
        cls.customer_bd1.yishang_type_id = cls.factory
        cls.other = cls.env["res.company"].create({"name": "另一家公司"})
        cls.foreign = cls._create_customer(
            "别家的客户", cls.sales_sjz1, cls.sjz, company_id=cls.other.id
        )
        cls.env.flush_all()
        cls.totals = cls.env["crm.yishang.customer.total"]

    def _get_sight(self):
        """Return which customers of the test each user sees, by hand."""
        north = self.customer_sjz1 | self.customer_sjz2 | self.customer_bd1
        return {
            self.sales_sjz1: self.customer_sjz1 | self.pool_sjz,
            self.leader_sjz: self.customer_sjz1 | self.customer_sjz2 | self.pool_sjz,
            self.manager_north: north | self.pool_sjz | self.pool_nowhere,
            self.director: self.customers,
        }

    def _check(self, sight):
        self.env.flush_all()
        self.assertEqual(self.totals._verify(), [])
        for user, customers in sight.items():
            for code, names in (
                ("customer-region-types", ("region", "customer_type")),
                ("customer-types", ("customer_type",)),
                ("customer-people", ("region", "user", "customer_type")),
                ("customer-regions", ("region",)),
            ):
                with self.subTest(user=user.login, code=code):
                    self._check_report(user, code, names, customers)

    def _check_report(self, user, code, names, customers):
        columns = ", ".join(COLUMNS[name] for name in names)
        self.env.cr.execute(
            COUNT.format(columns=columns), [customers.ids, self.env.company.id]
        )
        expected = {
            tuple(value or False for value in ids): number
            for *ids, number in self.env.cr.fetchall()
        }
        numbers = self.totals.with_user(user)._fetch_numbers(names, {})
        others = self._count_others(user, names)
        found = {
            ids: number - others.get(ids, 0)
            for ids, number in numbers.items()
            if number != others.get(ids, 0)
        }
        self.assertEqual(found, expected)
        center = self.env["crm.yishang.report.center"].with_user(user)
        report = center.get_report(code)
        place = [column["name"] for column in report["columns"]].index("number")
        self.assertEqual(report["total"][place], sum(numbers.values()))

    def _count_others(self, user, names):
        """Return the numbers of customers that were there before the test."""
        totals = self.totals.with_user(user)
        mine = self.customers | self.foreign
        rest = [("id", "not in", mine.ids)]
        return totals._count_partners(names, {}, Domain(rest))

    def test_numbers_are_those_of_the_customers_whatever_happens(self):
        sight = self._get_sight()
        self._check(sight)
        # Opened to somebody, who counts it once.
        for customer in (self.customer_gz1, self.customer_sjz1):
            self.env["crm.yishang.grant"].create(
                {"user_id": self.sales_sjz1.id, "customer_id": customer.id}
            )
        sight[self.sales_sjz1] |= self.customer_gz1
        self._check(sight)
        # Handed over, with all that moves by SQL.
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_bd1.id
        )
        self.env.invalidate_all()
        sight[self.leader_sjz] -= self.customer_sjz1
        self._check(sight)
        self.customer_sjz2.active = False
        self.customer_bd1.write(
            {"yishang_region_id": self.guangzhou.id, "yishang_type_id": False}
        )
        self.pool_gz.child_ids.unlink()
        self.pool_gz.unlink()
        self.customers -= self.customer_sjz2 | self.pool_gz
        for user in sight:
            sight[user] &= self.customers
        # Another region, but the owner is one of the own people still.
        self._check(sight)
        before = self.totals.search_count([])
        self.totals._add_up()
        self.assertLess(self.totals.search_count([]), before)
        self._check(sight)
        self.totals._rebuild()
        self._check(sight)

    def test_a_rule_of_somebody_else_is_obeyed(self):
        rule = {
            "name": "Only shops",
            "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": f"[('yishang_type_id', '=', {self.shop.id})]",
            "groups": [Command.link(self.env.ref("base.group_user").id)],
        }
        self.env["ir.rule"].create(rule)
        numbers = self.totals.with_user(self.director)._fetch_numbers(("user",), {})
        self.assertEqual(numbers, {(self.sales_sjz1.id,): 1})

    def test_each_company_counts_its_own(self):
        self.sales_sjz1.company_ids |= self.other
        totals = self.totals.with_user(self.sales_sjz1)
        filters = {"user": self.sales_sjz1.ids}
        for companies, number in ((self.env.company, 1), (self.other, 2)):
            own = totals.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(own._fetch_numbers((), filters), {(): number})
