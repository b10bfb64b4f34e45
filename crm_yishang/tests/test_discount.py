from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .contract_common import ContractCommon


@tagged("post_install", "-at_install")
@freeze_time(ContractCommon.now)
class TestDiscount(ContractCommon):
    """Prices beyond the limit are confirmed once a superior approves, on any road."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "yishang_is_discount_limited": True,
                "yishang_discount_limit": 5,
                "yishang_discount_limit_leader": 10,
            }
        )
        cls.product = cls.env["product.product"].create(
            {"name": "离心泵", "list_price": 1000, "taxes_id": False}
        )

    def _create_quotation(self, price=1000, discount=0, user=None, **values):
        user = user or self.sales_sjz1
        line = {
            "product_id": self.product.id,
            "price_unit": price,
            "discount": discount,
        }
        return (
            self.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer_sjz1.id,
                    "user_id": user.id,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )

    def _ask(self, order):
        action = order.action_yishang_ask_discount()
        wizard = self.env[action["res_model"]].with_env(order.env)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"reason": "首单"}).action_apply()
        return order.yishang_discount_request_ids.sorted("id")[-1:]

    def test_every_road_is_closed_until_a_superior_approves(self):
        order = self._create_quotation(discount=12)
        self.assertEqual(order.yishang_discount, 12)
        self.assertEqual(order.yishang_discount_status, "needed")
        values = {
            "partner_id": self.customer_sjz1.id,
            "state": "sale",
            "order_line": [
                Command.create({"product_id": self.product.id, "price_unit": 1})
            ],
        }
        head = ["partner_id/.id", "state", "order_line/product_id/.id"]
        head.append("order_line/price_unit")
        row = [self.customer_sjz1.id, "sale", self.product.id, 1]
        seller = self.env["sale.order"].with_user(self.sales_sjz1)
        for road in (
            order.action_confirm,
            order.sudo().action_confirm,
            lambda: order.write({"state": "sale"}),
            lambda: order.with_user(self.leader_sjz).action_confirm(),
            lambda: order.with_user(self.director).action_confirm(),
            lambda: seller.create(values),
        ):
            with self.assertRefused(UserError, "below the reference"):
                road()
            self.assertEqual(order.state, "draft")
        result = seller.load(head, [list(map(str, row))])
        self.assertIn("below the reference", result["messages"][0]["message"])
        request = self._ask(order)
        self.assertEqual(request.state, "requested")
        with self.assertRefused(UserError, "below the reference"):
            order.action_confirm()
        request.with_user(self.leader_sjz).action_approve()
        self.assertEqual(order.yishang_discount_status, "approved")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_superiors_alone_decide(self):
        request = self._ask(self._create_quotation(discount=12))
        for user in (
            self.sales_sjz1,
            self.sales_sjz2,
            self.leader_bd,
            self.manager_south,
            self.cashier,
        ):
            for button in ("action_approve", "action_refuse"):
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(AccessError),
                ):
                    getattr(request.with_user(user), button)()
            self.assertEqual(request.sudo().state, "requested")
        requests = self.env[request._name]
        for user, number in (
            (self.leader_sjz, 1),
            (self.director, 1),
            (self.leader_bd, 0),
            (self.sales_sjz1, 0),
        ):
            domain = requests.with_user(user)._get_waiting_domain()
            self.assertEqual(requests.search_count(domain), number, user.login)
        with self.assertRaises(AccessError):
            request.with_user(self.sales_sjz1).write({"state": "approved"})
        with self.assertRaises(AccessError):
            requests.with_user(self.sales_sjz1).create(
                {"order_id": request.order_id.id, "state": "approved"}
            )
        request.with_user(self.leader_sjz).action_refuse("太低")
        order = request.order_id
        self.assertEqual(order.yishang_discount_status, "refused")
        with self.assertRefused(UserError, "below the reference"):
            order.action_confirm()

    def test_other_prices_are_approved_again(self):
        order = self._create_quotation(discount=12)
        request = self._ask(order)
        order.order_line.discount = 13
        with self.assertRefused(UserError, "have changed since"):
            request.with_user(self.leader_sjz).action_approve()
        request = self._ask(order)
        self.assertEqual(
            order.yishang_discount_request_ids.sorted("id").mapped("state"),
            ["outdated", "requested"],
        )
        request.with_user(self.leader_sjz).action_approve()
        order.order_line.price_unit = 900
        self.assertEqual(order.yishang_discount_status, "needed")
        with self.assertRefused(UserError, "below the reference"):
            order.action_confirm()
        order.order_line.write({"price_unit": 1000, "discount": 5})
        order.action_confirm()

    def test_what_counts_is_each_line_and_the_whole(self):
        gift = {"product_id": self.product.id, "price_unit": 0}
        order = self._create_quotation(price=2000)
        order.order_line = [Command.create(gift)]
        self.assertEqual(order.yishang_discount, 100)
        order = self._create_quotation()
        order.order_line = [
            Command.create({"product_id": self.product.id, "price_unit": -80})
        ]
        self.assertEqual(order.yishang_discount, 8)
        self.assertFalse(self._create_quotation(discount=5).yishang_discount_status)

    def test_the_price_list_of_the_customer_is_the_reference(self):
        cheap = self.env["product.pricelist"].create(
            {
                "name": "便宜",
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 30})
                ],
            }
        )
        order = self._create_quotation(price=700, pricelist_id=cheap.id)
        self.assertEqual(order.yishang_discount, 30)
        self.customer_sjz1.property_product_pricelist = cheap
        order = self._create_quotation(price=700)
        self.assertEqual(order.yishang_discount, 0)
        self.company.yishang_discount_basis = "list"
        order = self._create_quotation(price=700)
        self.assertEqual(order.yishang_discount, 30)

    def test_leaders_give_more_and_decide_at_once(self):
        order = self._create_quotation(discount=10, user=self.leader_sjz,
                                       partner_id=self.customer_sjz1.id)  # fmt: skip
        order.action_confirm()
        order = self._create_quotation(discount=12)
        order.with_user(self.leader_sjz).action_yishang_approve_discount()
        self.assertEqual(
            order.yishang_discount_request_ids.approver_id, self.leader_sjz
        )
        order.action_confirm()

    def test_confirmed_prices_are_no_road_around(self):
        order = self._create_quotation()
        order.action_confirm()
        with self.assertRefused(UserError, "below the reference"):
            order.order_line.discount = 50
        with self.assertRefused(UserError, "below the reference"):
            order.order_line = [
                Command.create({"product_id": self.product.id, "price_unit": 1})
            ]
        order.with_user(self.leader_sjz).order_line.discount = 50
        self.assertEqual(order.order_line.discount, 50)

    def test_a_customer_who_signs_waits(self):
        order = self._create_quotation(discount=12)
        order.action_quotation_sent()
        public = self.env.ref("base.public_user")
        order.with_user(public).sudo()._validate_order()
        self.assertEqual(order.state, "sent")
        self.assertIn("waits for the approval", order.message_ids[0].body)
        good = self._create_quotation()
        good.action_quotation_sent()
        good.with_user(public).sudo()._validate_order()
        self.assertEqual(good.state, "sale")

    def test_a_customer_who_pays_waits(self):
        dear, good = self._create_quotation(discount=12), self._create_quotation()
        payments = self.env["payment.transaction"].create(
            [
                {
                    "provider_id": self.env["payment.provider"].search([], limit=1).id,
                    "payment_method_id": self.env.ref(
                        "payment.payment_method_unknown"
                    ).id,
                    "partner_id": self.customer_sjz1.id,
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "reference": order.name,
                    "state": "done",
                    "sale_order_ids": [Command.link(order.id)],
                }
                for order in dear + good
            ]
        )
        confirmed = payments._check_amount_and_confirm_order()
        self.assertEqual(confirmed, good)
        self.assertEqual((dear.state, good.state), ("draft", "sale"))
        self.assertIn("waits for the approval", dear.message_ids[0].body)

    def test_switched_off_it_costs_nothing(self):
        self.company.yishang_is_discount_limited = False
        order = self._create_quotation(discount=50)
        self.env.flush_all()
        self.assertFalse(order.yishang_discount_status)
        with self.assertQueryCount(0):
            order._check_yishang_discount()
            order.order_line._check_yishang_discount()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_buttons_of_the_form_work(self):
        order = self._create_quotation(discount=12)
        with Form(order) as form:
            self.assertEqual(form.yishang_discount_status, "needed")
            form.note = "备注"
