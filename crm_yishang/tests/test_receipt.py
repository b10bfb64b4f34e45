from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .receipt_common import DAY, ReceiptCommon


@tagged("post_install", "-at_install")
class TestReceipt(ReceiptCommon):
    """Receipts are registered by sales, confirmed by a cashier, and never change."""

    def test_only_what_a_cashier_confirmed_counts(self):
        receipt = self._register((self.order, 400))
        self.assertRegex(receipt.name, r"^SK\d{8}\d+$")
        self.assertMoney(self.order, 0, 0, 1000, "open")
        for user in (self.sales_sjz1, self.leader_sjz, self.director, self.crm_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(AccessError, "Only cashiers"),
            ):
                receipt.with_user(user).action_confirm()
        self.assertMoney(self.order, 0, 0, 1000, "open")
        self._confirm(receipt)
        self.assertEqual(receipt.cashier_id, self.cashier)
        self.assertMoney(self.order, 400, 0, 600, "partly")
        self._collect((self.order, 600))
        self.assertMoney(self.order, 1000, 0, 0, "paid")

    def test_never_more_than_is_owed(self):
        self._collect((self.order, 400))
        receipt = self._register((self.order, 300), (self.order, 400))
        for words in (receipt.name, self.order.name, "700.00", "600.00"):
            with self.assertRefused(UserError, words):
                self._confirm(receipt)
        self.assertEqual(receipt.state, "draft")
        self.assertMoney(self.order, 400, 0, 600, "partly")

    def test_several_receipts_at_once_share_what_is_owed(self):
        receipts = self._register((self.order, 700)) | self._register((self.order, 400))
        with self.assertRefused(UserError, receipts[1].name):
            self._confirm(receipts)

    def test_one_receipt_pays_several_orders_and_the_rest_is_an_advance(self):
        receipt = self._collect(
            (self.order, 1000), (self.other_order, 200), amount=1500
        )
        self.assertMoney(self.order, 1000, 0, 0, "paid")
        self.assertMoney(self.other_order, 200, 0, 300, "partly")
        self.assertEqual(
            (receipt.amount_allocated, receipt.amount_advance), (1200, 300)
        )
        self.assertEqual(self.customer.yishang_amount_advance, 300)
        wizard = Form(
            self.env["crm.yishang.receipt.allocate"]
            .with_user(self.cashier)
            .with_context(active_model=receipt._name, active_id=receipt.id)
        )
        wizard.order_id = self.other_order.with_user(self.cashier)
        self.assertEqual(wizard.amount, 300)
        wizard.amount = 250
        wizard.save().action_allocate()
        self.assertMoney(self.other_order, 450, 0, 50, "partly")
        self.assertEqual(receipt.amount_advance, 50)
        with self.assertRefused(UserError, "of the advance is left"):
            receipt.with_user(self.cashier)._allocate(self.other_order, 51)
        with self.assertRefused(AccessError, "Only cashiers"):
            receipt.with_user(self.sales_sjz1)._allocate(self.other_order, 10)

    def test_confirmed_is_for_good_until_cancelled_with_a_reason(self):
        receipt = self._collect((self.order, 400))
        changes = (
            {"amount": 5},
            {"date": "2026-01-01"},
            {"state": "draft"},
            {"line_ids": [Command.clear()]},
            {"line_ids": [Command.create({"order_id": self.order.id, "amount": 1})]},
            {"line_ids": [Command.update(receipt.line_ids.id, {"amount": 1})]},
        )
        for vals in changes:
            # Superuser mode does not help either.
            with self.subTest(vals=vals), self.assertRefused(UserError, receipt.name):
                receipt.write(vals)
                receipt.flush_recordset()
        with self.assertRefused(UserError, receipt.name):
            receipt.unlink()
        with self.assertRefused(UserError, "Say why"):
            receipt.with_user(self.cashier).action_cancel(" ")
        with self.assertRefused(AccessError, "Only cashiers"):
            receipt.with_user(self.sales_sjz1).action_cancel("错")
        wizard = (
            self.env["crm.yishang.receipt.cancel"]
            .with_user(self.cashier)
            .with_context(active_model=receipt._name, active_ids=receipt.ids)
        )
        wizard.create({"reason": "退票"}).action_cancel()
        self.assertEqual((receipt.state, receipt.cancel_reason), ("cancelled", "退票"))
        self.assertMoney(self.order, 0, 0, 1000, "open")
        with self.assertRefused(UserError, "cannot be done now"):
            self._confirm(receipt)

    def test_a_draft_is_turned_down_and_its_handler_told(self):
        receipt = self._register((self.order, 400))
        receipt.with_user(self.cashier).action_cancel("未到账")
        told = self.env["mail.message"].search(
            [("model", "=", receipt._name), ("res_id", "=", receipt.id)]
        )
        told = told.filtered(
            lambda message: self.sales_sjz1.partner_id in message.notified_partner_ids
        )
        self.assertIn("未到账", told.body)
        self.assertMoney(self.order, 0, 0, 1000, "open")

    def test_a_refund_gives_back_what_an_order_received(self):
        receipt = self._collect((self.order, 400))
        refund = self._register((self.order, 500), kind="refund")
        with self.assertRefused(UserError, "which has received"):
            self._confirm(refund)
        refund.amount, refund.line_ids.amount = 500, 100
        with self.assertRefused(UserError, "is for no order"):
            self._confirm(refund)
        refund.write({"amount": 100})
        self._confirm(refund)
        self.assertMoney(self.order, 300, 0, 700, "partly")
        with self.assertRefused(UserError, "Cancel the refund first"):
            receipt.with_user(self.cashier).action_cancel("错")
        refund.with_user(self.cashier).action_cancel("错")
        receipt.with_user(self.cashier).action_cancel("错")
        self.assertMoney(self.order, 0, 0, 1000, "open")

    def test_an_advance_is_paid_back_once(self):
        receipt = self._collect(amount=300)
        refund = self._register(kind="refund", amount=200, advance_id=receipt.id)
        self._confirm(refund)
        self.assertEqual((receipt.amount_refunded, receipt.amount_advance), (200, 100))
        with self.assertRefused(UserError, "is left"):
            self._collect(kind="refund", amount=101, advance_id=receipt.id)
        with self.assertRefused(UserError, "Cancel the refund first"):
            receipt.with_user(self.cashier).action_cancel("错")
        refund.with_user(self.cashier).action_cancel("错")
        self.assertEqual((receipt.amount_refunded, receipt.amount_advance), (0, 300))

    def test_an_order_that_is_lowered_or_cancelled_shows_overpaid(self):
        self._collect((self.order, 1000))
        self.order.order_line.price_unit = 600
        self.assertMoney(self.order, 1000, 0, -400, "overpaid")
        self.order._action_cancel()
        self.assertMoney(self.order, 1000, 0, -1000, "overpaid")
        self._collect((self.order, 1000), kind="refund")
        self.assertMoney(self.order, 0, 0, 0, "none")

    def test_quotations_take_no_money(self):
        order = self._sell(100)
        receipt = self._register((order, 100))
        order._action_cancel()
        with self.assertRefused(UserError, "Confirm the order first"):
            self._confirm(receipt)

    def test_orders_are_of_the_customer_but_the_payer_may_be_another(self):
        theirs = self._sell(100, self.customer_sjz2)
        with self.assertRefused(ValidationError, theirs.name):
            self._register((self.order, 5), (theirs, 5), user=self.cashier)
        with self.assertRefused(AccessError, "no access to"):
            self._register((self.order, 5), (theirs, 5))
        receipt = self._collect(
            (self.order, 5), payer_id=self.customer_sjz2.id, user=self.cashier
        )
        self.assertEqual(receipt.partner_id, self.customer)
        shown = receipt.with_user(self.sales_sjz1).payer_id
        self.assertNotIn("乙", shown.sudo().display_name)

    def test_amounts_are_above_zero_and_no_more_than_the_receipt(self):
        for parts, values in (
            ((), {"amount": 0}),
            ((), {"amount": -5}),
            (((self.order, 50),), {"amount": 40}),
            (((self.order, 0),), {"amount": 40}),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self._register(*parts, **values).flush_recordset()
                self.env.flush_all()

    def test_nobody_writes_what_the_methods_write(self):
        receipt = self._register((self.order, 400))
        for name, value in (
            ("state", "confirmed"),
            ("cashier_id", self.cashier.id),
            ("name", "SK1"),
            ("amount_refunded", 5),
        ):
            for user in (self.sales_sjz1, self.cashier):
                with (
                    self.subTest(name, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    receipt.with_user(user).write({name: value})
        for values in ({"state": "confirmed"}, {"amount_company": 1}):
            with self.subTest(values), self.assertRaises(AccessError):
                self._register((self.order, 400), **values)
        with self.assertRaises(AccessError):
            receipt.line_ids.with_user(self.sales_sjz1).amount_order = 1
        with self.assertRaises(AccessError):
            self.order.with_user(self.sales_sjz1).yishang_amount_received = 5

    def test_who_registers_for_whom(self):
        with self.assertRaises(AccessError):
            self._register((self.order, 5), user=self.sales_sjz2)
        receipt = self._register((self.order, 5))
        self._register((self.order, 5), user=self.leader_sjz)
        corrected = self._register((self.order, 5), user=self.cashier)
        corrected.with_user(self.cashier).amount = 6
        everyone = {
            self.sales_sjz1, self.leader_sjz, self.manager_north, self.director,
            self.cashier, self.service_manager, self.crm_admin,
        }  # fmt: skip
        for user in self.staff:
            receipts = receipt.with_user(user)
            sees = receipts.has_access("read") and bool(
                receipts.search([("id", "=", receipt.id)])
            )
            with self.subTest(user=user.login):
                self.assertEqual(sees, user in everyone)

    def test_the_form_fills_in_what_is_owed(self):
        self._collect((self.order, 400))
        form = Form(self.env["crm.yishang.receipt"].with_user(self.sales_sjz1))
        form.partner_id = self.customer
        self.assertEqual(form.amount, 1100)
        form.amount = 700
        receipt = form.save()
        self.assertEqual(
            [(line.order_id, line.amount) for line in receipt.line_ids],
            [(self.order, 600), (self.other_order, 100)],
        )
        action = self.other_order.with_user(
            self.sales_sjz1
        ).action_yishang_register_receipt()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.sales_sjz1)
            .with_context(**action["context"])
        )
        self.assertEqual((form.partner_id, form.amount), (self.customer, 500))
        self.assertEqual(form.save().line_ids.order_id, self.other_order)

    def test_an_order_in_another_currency_is_owed_at_the_rate_of_the_day(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        pricelist = self.env["product.pricelist"].create(
            {"name": "欧元", "currency_id": euro.id}
        )
        order = self._sell(300, pricelist_id=pricelist.id)
        order.order_line.price_unit = 300
        receipt = self._register((order, 50))
        with self.assertRefused(UserError, "no rate of exchange of EUR"):
            self._confirm(receipt)
        euro.rate_ids = [
            Command.create({"name": "2026-01-01", "rate": 3}),
            Command.create({"name": "2026-04-01", "rate": 10}),
        ]
        self._confirm(receipt)
        self.assertEqual(receipt.line_ids.amount_order, 150)
        self.assertMoney(order, 150, 0, 150, "partly")
        with self.assertRefused(UserError, order.name):
            self._collect((order, 50.01))
        self._collect((order, 50))
        self.assertMoney(order, 300, 0, 0, "paid")

    def test_vouchers_stay_with_what_was_decided_on(self):
        receipt = self._register((self.order, 400))
        files = self.env["ir.attachment"].with_user(self.sales_sjz1)
        voucher = files.create({"name": "转账.png", "raw": b"1"})
        receipt.with_user(self.sales_sjz1).attachment_ids = voucher
        self.assertEqual(voucher.with_user(self.cashier).raw, b"1")
        self._confirm(receipt)
        with self.assertRefused(UserError, receipt.name):
            voucher.unlink()
        self.assertEqual(receipt.date.isoformat(), DAY)
