from freezegun import freeze_time

from odoo.tests import HttpCase, new_test_user, tagged

from .receipt_common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestCollectionPortal(HttpCase, ReceiptCommon):
    """A customer sees the own plans and receipts, and nobody else's."""

    @classmethod
    @freeze_time("2026-01-10 04:00:00")
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._sell(777, cls.customer_gz1)
        cls.receipt = cls._collect((cls.order, 400))
        cls.portal = new_test_user(
            cls.env,
            login="portal_sjz1",
            password="portal_sjz1",
            groups="base.group_portal",
            partner_id=cls.customer.child_ids[:1].id,
        )

    def test_a_customer_sees_the_own_instalments(self):
        instalments = self.env["crm.yishang.instalment"].with_user(self.portal)
        own = (self.order | self.other_order).yishang_instalment_ids
        self.assertEqual(instalments.search([]).ids, own.sorted("id").ids)
        self.authenticate("portal_sjz1", "portal_sjz1")
        page = self.url_open("/my/instalments").text
        for words in (self.order.name, self.other_order.name, "600.00", "400.00"):
            self.assertIn(words, page)
        self.assertNotIn(self.foreign.name, page)
        self.assertNotIn("777.00", page)

    def test_the_page_of_an_order_tells_what_is_paid(self):
        self.authenticate("portal_sjz1", "portal_sjz1")
        page = self.url_open(f"/my/orders/{self.order.id}").text
        for words in ("yishang_plan", self.receipt.name, "400.00"):
            self.assertIn(words, page)
        other = self.url_open(f"/my/orders/{self.foreign.id}")
        self.assertNotIn("777.00", other.text)
        token = self.order._portal_ensure_token()
        other = self.url_open(f"/my/orders/{self.foreign.id}?access_token={token}")
        self.assertNotIn("777.00", other.text)

    def test_strangers_are_sent_to_the_login(self):
        self.authenticate(None, None)
        page = self.url_open("/my/instalments")
        self.assertIn("/web/login", page.url)
        token = self.order._portal_ensure_token()
        self.env.cr.flush()
        page = self.url_open(f"/my/orders/{self.order.id}?access_token={token}").text
        self.assertIn(self.receipt.name, page)
