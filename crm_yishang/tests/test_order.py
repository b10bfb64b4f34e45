from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RefusalCase, YishangCommon


@tagged("post_install", "-at_install")
class TestOrder(YishangCommon, RefusalCase):
    """The head of an order, and what stays with whoever earned it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.customer_sjz1.child_ids[:1]
        cls.product = cls.env["product.product"].create(
            {"name": "碎纸机", "default_code": "SZJ-01", "list_price": 300}
        )

    def _order_as(self, user, customer, **values):
        return self._create_order(customer, **values).with_user(user)

    def test_orders_are_numbered_by_the_day_of_the_company(self):
        rules = self.env["ir.sequence"].search(
            [("code", "=", "sale.order"), ("company_id", "=", self.env.company.id)]
        )
        rules.company_id.partner_id.tz = "Asia/Shanghai"
        with freeze_time("2026-03-01 16:30:00"):
            names = [
                self._order_as(self.sales_sjz1, self.customer_sjz1).name
                for _number in range(2)
            ]
        self.assertEqual(names, ["XS202603020001", "XS202603020002"])

    def test_a_salesperson_writes_an_order_by_the_code_of_the_product(self):
        found = self.env["product.product"].with_user(self.sales_sjz1)
        self.assertEqual(found.name_search("SZJ-01")[0][0], self.product.id)
        with Form(self.env["sale.order"].with_user(self.sales_sjz1)) as form:
            form.partner_id = self.customer_sjz1
            self.assertEqual(form.yishang_contact_id, self.contact)
            self.assertEqual(form.yishang_phone, self.contact.phone)
            form.yishang_phone = "0311-8600 0000"
            with form.order_line.new() as line:
                line.product_template_id = self.product.product_tmpl_id
                line.product_id = self.product
                line.product_uom_qty = 3
                line.price_unit = 280
        order = form.record
        self.assertEqual(order.order_line.yishang_product_code, "SZJ-01")
        self.assertEqual(order.amount_untaxed, 840)
        self.assertEqual(order.yishang_phone, "0311-8600 0000")
        self.assertEqual(order.user_id, self.sales_sjz1)
        self.assertEqual(order.yishang_region_id, self.changan)

    def test_the_contact_belongs_to_the_customer(self):
        order = self._order_as(self.sales_sjz1, self.customer_sjz1)
        with self.assertRefused(ValidationError, "must belong"):
            order.sudo().yishang_contact_id = self.customer_sjz2.child_ids[:1]
        order.partner_id = self.contact
        self.assertEqual(order.yishang_contact_id, self.contact)

    def test_the_region_follows_the_customer_until_the_order_is_confirmed(self):
        confirmed, quotation, cancelled = (
            self._create_order(self.customer_sjz1) for _number in range(3)
        )
        (confirmed | cancelled).action_confirm()
        cancelled._action_cancel()
        orders = confirmed | quotation | cancelled
        self.customer_sjz1.yishang_region_id = self.baoding
        self.assertEqual(orders.mapped("yishang_region_id.code"), ["T130102", "T1306"])
        self.env.flush_all()
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "region", regions=self.guangzhou.id, reason="搬家"
        )
        self.assertEqual(quotation.yishang_region_id, self.guangzhou)
        self.assertEqual(confirmed.yishang_region_id, self.changan)
        cancelled.action_draft()
        self.assertEqual(cancelled.yishang_region_id, self.guangzhou)
        quotation.action_confirm()
        self.customer_sjz1.yishang_region_id = self.sjz
        self.assertEqual(quotation.yishang_region_id, self.guangzhou)

    def test_salesperson_and_region_of_a_confirmed_order_stay(self):
        order = self._create_order(self.customer_sjz1)
        order.action_confirm()
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            for vals in (
                {"user_id": self.sales_sjz2.id},
                {"yishang_region_id": self.guangzhou.id},
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRefused(UserError, "is confirmed"),
                ):
                    order.with_user(user).write(vals)
        order.with_user(self.leader_sjz).write({"user_id": self.sales_sjz1.id})
        self.assertEqual(order.user_id, self.sales_sjz1)
        self.assertEqual(order.yishang_region_id, self.changan)
        quotation = self._create_order(self.customer_sjz1)
        quotation.with_user(self.leader_sjz).user_id = self.leader_sjz
        self.assertEqual(quotation.user_id, self.leader_sjz)

    def test_an_order_made_confirmed_has_the_region_of_its_customer(self):
        order = self._create_order(self.customer_sjz1, state="sale")
        self.assertEqual(order.yishang_region_id, self.changan)


@tagged("post_install", "-at_install")
class TestPriceReference(YishangCommon):
    """Past prices beside the line, as far as one sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "碎纸机", "default_code": "SZJ-01", "list_price": 300}
        )
        kind = cls.env["crm.yishang.customer.type"].create(
            {"code": "T-SCHOOL", "name": "学校"}
        )
        cls.customers.yishang_type_id = kind
        today = fields.Datetime.now()
        for customer, days, price, discount in (
            (cls.customer_sjz1, 900, 200, 0),
            (cls.customer_sjz1, 30, 300, 10),
            (cls.customer_sjz1, 10, 280, 0),
            (cls.customer_sjz2, 20, 250, 0),
            (cls.customer_sjz2, 40, 100, 0),
            (cls.customer_sjz2, 800, 90, 0),
            (cls.customer_bd1, 5, 260, 0),
            (cls.customer_gz1, 4, 150, 0),
        ):
            cls._sell(customer, days, price, discount, today)
        cls.env["sale.order"].search([], limit=1).copy()
        cls.env.flush_all()

    @classmethod
    def _sell(cls, customer, days, price, discount, today):
        order = cls._create_order(
            customer,
            order_line=[
                Command.create(
                    {
                        "product_id": cls.product.id,
                        "product_uom_qty": 2,
                        "price_unit": price,
                        "discount": discount,
                    }
                )
            ],
        )
        order.action_confirm()
        order.date_order = fields.Datetime.subtract(today, days=days)

    def _ask(self, user, customer=None):
        customer = customer or self.customer_sjz1
        return (
            self.env["crm.yishang.price.reference"]
            .with_user(user)
            .get_prices(customer.id, self.product.id, self.env.company.currency_id.id)
        )

    def test_the_own_prices_of_the_customer(self):
        own = self._ask(self.sales_sjz1)["own"]
        self.assertEqual(own["count"], 3)
        self.assertEqual(own["last"]["price"], 280)
        self.assertEqual(own["last"]["user"], "sales_sjz1")
        self.assertEqual(own["lowest"]["price"], 200)
        self.assertTrue(own["lowest"]["quantity"].startswith("2"))

    def test_everybody_sees_the_prices_of_visible_customers_alone(self):
        for user, shown in (
            (self.sales_sjz1, {}),
            (self.leader_sjz, {"乙石家庄": 250}),
            (self.manager_north, {"丙保定": 260, "乙石家庄": 250}),
            (self.director, {"丙保定": 260, "乙石家庄": 250}),
        ):
            with self.subTest(user=user.login):
                prices = self._ask(user)
                found = {row["customer"]: row["price"] for row in prices["similar"]}
                self.assertEqual(found, shown)
                average = sum(shown.values()) / len(shown) if shown else False
                self.assertEqual(prices["average"], average)

    def test_nobody_learns_prices_of_a_customer_he_does_not_see(self):
        with self.assertRaises(AccessError):
            self._ask(self.sales_gz1)

    def test_the_panel_costs_the_same_whatever_is_sold(self):
        # Twice: what was just created is in memory, and nobody asks for its rules.
        for _time in range(2):
            self._ask(self.manager_north)
            self.env.flush_all()
            self.env.invalidate_all()
        with self.assertQueryCount(19):
            self._ask(self.manager_north)
