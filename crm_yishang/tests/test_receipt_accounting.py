from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .receipt_common import DAY, ReceiptCommon


@tagged("post_install", "-at_install")
class TestReceiptAccounting(ReceiptCommon):
    """Receipts and accounting: money counts once, wherever it was entered."""

    def test_accounting_payments_count_once(self):
        invoice = self._invoice(self.order)
        self.assertMoney(self.order, 0, 0, 1000, "open")
        payment = self._pay_in_accounting(invoice, 400)
        self.assertMoney(self.order, 0, 400, 600, "partly")
        with self.assertRefused(UserError, self.order.name):
            self._collect((self.order, 601))
        self._collect((self.order, 600))
        self.assertMoney(self.order, 600, 400, 0, "paid")
        self._pay_in_accounting(invoice)
        self.assertMoney(self.order, 600, 1000, -600, "overpaid")
        payment.action_draft()
        self.assertMoney(self.order, 600, 600, -200, "overpaid")
        payment.action_post()
        self.assertMoney(self.order, 600, 1000, -600, "overpaid")
        payment.action_cancel()
        self.assertMoney(self.order, 600, 600, -200, "overpaid")

    def test_an_invoice_of_several_orders_is_split_without_losing_a_cent(self):
        orders = self._sell(100) | self._sell(100) | self._sell(100)
        invoice = self._invoice(orders)
        self.assertEqual(len(invoice), 1)
        self._pay_in_accounting(invoice, 100)
        received = orders.mapped("yishang_amount_accounted")
        self.assertEqual(sorted(received), [33.33, 33.33, 33.34])
        self.assertEqual(self.money._verify(), [])
        self._pay_in_accounting(invoice)
        for order in orders:
            self.assertMoney(order, 0, 100, 0, "paid")

    def test_credit_notes_are_no_money_but_their_refund_is(self):
        invoice = self._invoice(self.order)
        self._pay_in_accounting(invoice)
        reversal = self.env["account.move.reversal"].create(
            {
                "move_ids": [Command.set(invoice.ids)],
                "journal_id": invoice.journal_id.id,
                "date": DAY,
            }
        )
        reversal.refund_moves()
        note = reversal.new_move_ids
        note.action_post()
        self.assertMoney(self.order, 0, 1000, 0, "paid")
        self._pay_in_accounting(note, 300)
        self.assertMoney(self.order, 0, 700, 300, "partly")

    def test_an_invoice_settled_by_a_credit_note_received_nothing(self):
        invoice = self._invoice(self.order)
        reversal = self.env["account.move.reversal"].create(
            {
                "move_ids": [Command.set(invoice.ids)],
                "journal_id": invoice.journal_id.id,
                "date": DAY,
            }
        )
        reversal.modify_moves()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertMoney(self.order, 0, 0, 1000, "open")

    def test_a_bank_statement_line_counts(self):
        invoice = self._invoice(self.order)
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "amount": 250, "payment_ref": "x", "date": DAY}
        )
        due = invoice.line_ids.filtered(lambda x: x.display_type == "payment_term")
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = due.account_id
        (suspense | due).reconcile()
        self.assertMoney(self.order, 0, 250, 750, "partly")
        line.move_id.line_ids.remove_move_reconcile()
        self.assertMoney(self.order, 0, 0, 1000, "open")

    def _use_journal(self):
        self.env.company.yishang_receipt_journal_id = self.bank

    def test_a_receipt_is_posted_and_settles_the_invoices(self):
        self._use_journal()
        invoice = self._invoice(self.order)
        receipt = self._collect((self.order, 400), (self.other_order, 100), amount=600)
        payment = receipt.payment_id
        self.assertEqual(payment.move_id.state, "posted")
        self.assertEqual((payment.amount, payment.payment_type), (600, "inbound"))
        self.assertIn(receipt.name, payment.memo)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertMoney(self.order, 400, 0, 600, "partly")
        self.assertMoney(self.other_order, 100, 0, 400, "partly")
        later = self._invoice(self.other_order)
        self.assertEqual(later.amount_residual, 400)
        self._collect((self.order, 600))
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertMoney(self.order, 1000, 0, 0, "paid")
        receipt.with_user(self.cashier).action_cancel("退票")
        self.assertEqual(payment.state, "canceled")
        self.assertEqual((invoice.amount_residual, later.amount_residual), (400, 500))
        self.assertMoney(self.order, 600, 0, 400, "partly")
        self.assertMoney(self.other_order, 0, 0, 500, "open")

    def test_payments_of_receipts_are_taken_back_with_the_receipt_alone(self):
        self._use_journal()
        receipt = self._collect((self.order, 400))
        payment = receipt.payment_id
        for act in (
            payment.action_draft,
            payment.action_cancel,
            payment.move_id.button_draft,
            payment.unlink,
        ):
            with self.subTest(act=act), self.assertRefused(UserError, receipt.name):
                act()
        self.assertEqual(payment.move_id.state, "posted")

    def test_a_refund_is_posted_outbound(self):
        self._use_journal()
        self._collect((self.order, 400))
        refund = self._collect((self.order, 150), kind="refund")
        self.assertEqual(refund.payment_id.payment_type, "outbound")
        self.assertEqual(refund.payment_id.move_id.state, "posted")
        self.assertMoney(self.order, 250, 0, 750, "partly")

    def test_an_advance_settles_the_invoice_it_is_allocated_to(self):
        self._use_journal()
        receipt = self._collect((self.order, 100), amount=600)
        invoice = self._invoice(self.other_order)
        receipt.with_user(self.cashier)._allocate(self.other_order, 500)
        self.assertMoney(self.other_order, 500, 0, 0, "paid")
        self.assertEqual(invoice.amount_residual, 0)

    def test_an_advance_never_settles_more_than_was_allocated(self):
        self._use_journal()
        receipt = self._collect(amount=600)
        invoice = self._invoice(self.other_order)
        receipt.with_user(self.cashier)._allocate(self.other_order, 200)
        self.assertMoney(self.other_order, 200, 0, 300, "partly")
        self.assertIn(invoice.amount_residual, (300, 500))

    def test_a_foreign_currency_is_posted_to_the_cent(self):
        self._use_journal()
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        euro.rate_ids = [Command.create({"name": "2026-01-01", "rate": 0.7})]
        pricelist = self.env["product.pricelist"].create(
            {"name": "欧元", "currency_id": euro.id}
        )
        orders = self.env["sale.order"]
        for _number in range(3):
            order = self._sell(10, pricelist_id=pricelist.id)
            order.order_line.price_unit = 33.33
            orders |= order
        invoice = self._invoice(orders[0])
        receipt = self._collect(
            *((order, 33.33) for order in orders), currency_id=euro.id, amount=100
        )
        items = receipt.payment_id.move_id.line_ids
        self.assertAlmostEqual(sum(items.mapped("balance")), 0)
        self.assertEqual(len(items), 5)
        self.assertEqual(invoice.amount_residual, 0)
        for order in orders:
            self.assertMoney(order, 33.33, 0, 0, "paid")

    def test_what_to_configure_is_said(self):
        company = self.env["res.company"].create({"name": "无科目公司"})
        self.assertFalse(company.yishang_receipt_journal_id)
        with self.assertRefused(ValidationError, "bank or cash journal"):
            company.yishang_receipt_journal_id = self.bank
        with self.assertRefused(ValidationError, "bank or cash journal"):
            self.env.company.yishang_receipt_journal_id = self.env[
                "account.journal"
            ].search([("type", "=", "sale")], limit=1)

    def test_a_company_without_chart_of_accounts_takes_receipts(self):
        company = self.env["res.company"].create({"name": "无科目公司"})
        self.assertFalse(company.chart_template)
        for user in (self.sales_sjz1, self.cashier):
            user.company_ids |= company
        order = self._sell(80, company_id=company.id)
        receipt = self._register((order, 80), company_id=company.id)
        self._confirm(receipt)
        self.assertFalse(receipt.payment_id)
        self.assertMoney(order, 80, 0, 0, "paid")
        with self.assertRefused(ValidationError, "Register a receipt for each"):
            self._register((order, 1), (self.order, 1))
