from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestPage(YishangCommon):
    """A page put together from parts is the page of the same list read as a whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("戊石家庄", "己石家庄", "同名", "同名"):
            cls._create_customer(name, cls.sales_sjz1, cls.sjz)
        cls._create_customer("庚归档", cls.sales_sjz1, cls.sjz, active=False)
        cls.env["crm.yishang.grant"].create(
            [
                {"user_id": cls.sales_sjz1.id, "customer_id": customer.id}
                for customer in (cls.customer_gz1, cls.pool_gz, cls.pool_sjz)
            ]
        )
        cls.bare = cls.env["res.partner"].create({"name": "尚未计算"})
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE res_partner SET yishang_scope_key = NULL WHERE id = %s",
                cls.bare.id,
            )
        )
        cls.env.invalidate_all()

    def _iter_domains(self, user):
        key = "yishang_scope_key"
        mine, foreign = Domain(key, "=", user.id), Domain(key, "=", self.sales_bd1.id)
        customers = Domain("yishang_is_customer", "=", True)
        yield Domain.TRUE
        yield customers
        yield customers & mine
        yield customers & foreign
        yield customers & Domain(key, "=", self.sales_gz1.id)
        yield Domain(key, "in", [user.id, self.sales_gz1.id])
        yield foreign
        yield Domain(key, "in", [user.id, self.sales_bd1.id, 0])
        yield Domain(key, "=", False)
        yield Domain(key, "=", 0) | foreign
        yield ~mine
        yield mine & Domain(key, "in", [user.id, 0])
        yield customers & (mine | Domain("name", "ilike", "公海"))
        yield customers & Domain(key, "<", 0)
        yield customers & Domain(key, ">", 0) & Domain(key, "!=", user.id)
        yield customers & Domain("active", "in", [True, False])
        yield mine & Domain("active", "in", [True, False])
        yield mine & Domain("active", "=", False)
        yield mine & foreign
        yield customers & Domain("yishang_search", "ilike", "石家庄")
        yield Domain("parent_id.name", "ilike", "石家庄")
        yield Domain("yishang_is_visible", "=", True) & customers
        yield Domain("yishang_is_visible", "=", False)
        yield Domain("id", "in", self.customers.ids)
        yield Domain.FALSE

    def test_pages_are_slices_of_the_whole(self):
        for user in self.staff:
            partners = self.env["res.partner"].with_user(user)
            for domain in self._iter_domains(user):
                whole = partners.search(domain)
                with self.subTest(user=user.login, domain=str(domain)):
                    for offset, limit in ((0, 1), (0, 4), (2, 3), (0, 500), (400, 9)):
                        page = partners.search(domain, offset=offset, limit=limit)
                        self.assertEqual(page, whole[offset : offset + limit])
                    self.assertEqual(
                        [partners.search_count(domain, limit=n) for n in (2, 500)],
                        [min(len(whole), 2), len(whole)],
                    )

    def test_the_order_of_a_page_may_be_another(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        domain = [("yishang_is_customer", "=", True)]
        for order in ("name desc, id", "yishang_code", "complete_name DESC, id"):
            with self.subTest(order=order):
                whole = partners.search(domain, order=order)
                self.assertEqual(
                    partners.search(domain, order=order, limit=3), whole[:3]
                )

    def test_changed_records_are_on_the_page(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        domain = [("yishang_is_customer", "=", True)]
        self.customer_sjz1.name = "啊第一"
        first = partners.search(domain, limit=1, order=partners._order)
        self.assertEqual(first, partners.search(domain)[:1])
        self.customer_sjz1.user_id = self.sales_sjz2
        self.assertNotIn(self.customer_sjz1, partners.search(domain, limit=500))

    def test_a_page_is_read_with_what_the_rules_ask_for(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        domain = [("yishang_is_customer", "=", True)]
        partners.search(domain, limit=2).read(["name"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.env["crm.yishang.policy"]._get_sight()
        with self.assertQueryCount(3):  # sight, companies of the user, the page
            page = partners.search_fetch(domain, ["name"], limit=80)
            page.read(["name"])
        self.assertGreater(len(page), 4)

    def test_the_host_may_order_what_it_searched_without_order(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        query = partners._search([("yishang_is_customer", "=", True)], limit=3)
        query.order = SQL('lower("res_partner"."name"), "res_partner"."id"')
        self.assertEqual(len(query.get_result_ids()), 3)
        partners.search_for_channel_invite("test_", limit=3)

    def test_whoever_sees_few_keys_is_served_key_by_key(self):
        domain = Domain("yishang_is_customer", "=", True)
        for user, is_put_together in (
            (self.sales_sjz1, True),
            (self.leader_sjz, True),
            (self.manager_north, True),
            (self.director, False),
        ):
            with self.subTest(user=user.login):
                partners = self.env["res.partner"].with_user(user)
                query = partners._search(domain, limit=80, order=partners._order)
                sql = query.select().code
                self.assertEqual("LATERAL" in sql, is_put_together)
