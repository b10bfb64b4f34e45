from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .receipt_book import Book
from .receipt_common import DAY, ReceiptCommon

EXAMPLES, STEPS = 25, 12
TOTAL = 1000
KINDS = (
    "collect", "collect", "refund", "pay_back", "allocate", "cancel", "invoice",
    "account", "account", "credit", "give_back", "change", "call_off",
)  # fmt: skip


class Undone(Exception):
    """Rolls an example back."""


@tagged("post_install", "-at_install")
class TestReceiptProperty(ReceiptCommon):
    """Whatever happens in whatever order, the money of orders is exact.

    Random steps are taken by Odoo and by a plain model of the rules, see ``Book``; what
    one allows the other allows, and after each the stored columns are the same.
    """

    def test_orders_keep_to_the_book(self):
        step = st.tuples(
            st.sampled_from(KINDS),
            st.integers(0, 1),
            st.integers(1, 1300),
            st.integers(0, 5),
        )

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.booleans(), st.lists(step, min_size=STEPS // 2, max_size=STEPS))
        def run(is_posted, steps):
            try:
                with self.env.cr.savepoint():
                    self._run(is_posted, steps)
                    raise Undone
            except Undone:
                self.env.invalidate_all()

        run()

    def _run(self, is_posted, steps):
        self.env.company.yishang_receipt_journal_id = is_posted and self.bank
        self.orders = [self._sell(TOTAL), self._sell(TOTAL)]
        self.receipts = []
        self.book = Book({0: TOTAL, 1: TOTAL})
        for kind, number, amount, which in steps:
            getattr(self, f"_take_{kind}")(number, amount, which)
            self.env.flush_all()
            self._compare()

    def _compare(self):
        for number, order in enumerate(self.orders):
            order.invalidate_recordset()
            self.assertEqual(
                (
                    order.yishang_amount_collected,
                    order.yishang_amount_accounted,
                    order.yishang_amount_owed,
                ),
                (
                    self.book.get_collected(number),
                    self.book.accounted[number],
                    self.book.get_owed(number),
                ),
            )
        for receipt, entry in zip(self.receipts, self.book.entries, strict=True):
            receipt.invalidate_recordset()
            left = self.book.get_advance(entry) if entry.is_alive else None
            if entry.is_alive and entry.sign > 0:
                self.assertEqual(receipt.amount_advance, left)
        self.assertEqual(self.money._verify(), [])

    def _follow(self, is_allowed, act):
        """Take the step in Odoo, which allows or refuses it as the book did."""
        if is_allowed:
            return act()
        with self.assertRaises(UserError):
            act()
        return None

    def _add(self, is_allowed, *parts, **values):
        receipt = self._follow(is_allowed, lambda: self._collect(*parts, **values))
        if is_allowed:
            self.receipts.append(receipt)

    def _pick(self, which, sign=None):
        """Return a receipt that counts, with its entry; None if there is none."""
        alive = [
            (receipt, entry)
            for receipt, entry in zip(self.receipts, self.book.entries, strict=True)
            if entry.is_alive and sign in (None, entry.sign)
        ]
        return alive[which % len(alive)] if alive else None

    def _take_collect(self, number, amount, which):
        rest = 100 * which
        allowed = self.book.collect(number, amount, rest)
        self._add(allowed, (self.orders[number], amount), amount=amount + rest)

    def _take_refund(self, number, amount, _which):
        allowed = self.book.refund(number, amount)
        self._add(allowed, (self.orders[number], amount), kind="refund")

    def _take_pay_back(self, _number, amount, which):
        if picked := self._pick(which, 1):
            receipt, entry = picked
            amount = amount % 400 + 1
            allowed = self.book.pay_back(entry, amount)
            self._add(allowed, kind="refund", amount=amount, advance_id=receipt.id)

    def _take_allocate(self, number, amount, which):
        if picked := self._pick(which, 1):
            receipt, entry = picked
            amount = amount % 400 + 1
            allowed = self.book.allocate(entry, number, amount)
            order = self.orders[number]
            cashiers = receipt.with_user(self.cashier)
            self._follow(allowed, lambda: cashiers._allocate(order, amount))

    def _take_cancel(self, _number, _amount, which):
        if picked := self._pick(which):
            receipt, entry = picked
            cashiers = receipt.with_user(self.cashier)
            allowed = self.book.cancel(entry)
            self._follow(allowed, lambda: cashiers.action_cancel("错"))

    def _take_invoice(self, number, _amount, _which):
        if self.orders[number].invoice_status == "to invoice":
            self._invoice(self.orders[number])

    def _find_open(self, number, kind):
        return self.orders[number].invoice_ids.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == kind
                and move.amount_residual > 0
            )
        )[:1]

    def _take_account(self, number, amount, _which):
        if invoice := self._find_open(number, "out_invoice"):
            amount = min(amount, invoice.amount_residual)
            self._pay_in_accounting(invoice, amount)
            self.book.accounted[number] += amount

    def _take_give_back(self, number, amount, _which):
        if note := self._find_open(number, "out_refund"):
            amount = min(amount, note.amount_residual)
            self._pay_in_accounting(note, amount)
            self.book.accounted[number] -= amount

    def _take_credit(self, number, _amount, _which):
        """No money moves: the credit note settles what is open of the invoice."""
        if invoice := self._find_open(number, "out_invoice"):
            values = {
                "move_ids": [Command.set(invoice.ids)],
                "journal_id": invoice.journal_id.id,
                "date": DAY,
            }
            reversal = self.env["account.move.reversal"].create(values)
            reversal.refund_moves()
            reversal.new_move_ids.action_post()

    def _take_change(self, number, amount, _which):
        order = self.orders[number]
        if self.book.sold[number]:
            order.order_line.filtered("product_id")[0].price_unit = amount
            self.book.totals[number] = order.amount_total

    def _take_call_off(self, number, _amount, which):
        """Call the order off, or confirm it again."""
        order = self.orders[number]
        if self.book.sold[number] and which == 0:
            order._action_cancel()
            self.book.sold[number] = False
        elif not self.book.sold[number]:
            order.action_draft()
            order.action_confirm()
            self.book.sold[number] = True
