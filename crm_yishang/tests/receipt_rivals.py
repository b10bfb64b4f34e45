from odoo.fields import Command

from .rivals import Rivals

GROUP = "crm_yishang.crm_yishang_group_"
RECEIPT = "crm.yishang.receipt"
ROUNDS = 200
# Of each order; two receipts of the larger part are more than is owed.
TOTAL, PART = 100, 60


class ReceiptRivals(Rivals):
    """Two cashiers confirm receipts on one order at the same moment."""

    def test_of_two_cashiers_one_confirms_what_is_owed_once(self):
        """200 times; the other one is told on which order how much is owed.

        In every tenth round both have the same receipt before them.
        """
        rivals = {self.changer: self.viewer, self.reader: self.seller}
        cashier = self._find(f"{GROUP}cashier")
        for user in rivals.values():
            self._write("res.users", user, group_ids=[Command.link(cashier)])
        orders = self._sell_many()
        receipts = self._register_many(orders)
        won = []
        for number, order in enumerate(orders):
            mine, theirs = receipts[2 * number : 2 * number + 2]
            chosen = {self.viewer: mine, self.seller: theirs}
            if is_same := not number % 10:
                chosen[self.seller] = mine
            winner, told = self._race(
                rivals,
                number,
                lambda user, chosen=chosen: (RECEIPT, [chosen[user]], "action_confirm"),
            )
            self.assertIn(
                "cannot be done now" if is_same else "cannot be confirmed", told
            )
            if not is_same:
                self.assertIn("40.00", told)
            self._check_round(order, chosen[winner])
            won.append(winner)
        self.assertEqual(set(won), set(rivals.values()))
        self.assertEqual(self._change("crm.yishang.money", None, "_verify"), [])
        for user in rivals.values():
            self._write("res.users", user, group_ids=[Command.unlink(cashier)])

    def _sell_many(self):
        product = self._create(
            "product.product", name="泵", type="service", taxes_id=False
        )
        line = {"product_id": product, "price_unit": TOTAL, "tax_ids": False}
        order = {"partner_id": self.own, "order_line": [Command.create(line)]}
        orders = self._change("sale.order", None, "create", [order] * ROUNDS)
        self._ask(self.changer, 1, "sale.order", orders, "action_confirm")
        return orders

    def _register_many(self, orders):
        return self._change(
            RECEIPT,
            None,
            "create",
            [
                {
                    "partner_id": self.own,
                    "amount": PART,
                    "line_ids": [Command.create({"order_id": order, "amount": PART})],
                }
                for order in orders
                for _rival in range(2)
            ],
        )

    def _check_round(self, order, confirmed):
        domain = [("line_ids.order_id", "=", order), ("state", "=", "confirmed")]
        (row,) = self._change(RECEIPT, None, "search_read", domain, ["id"])
        self.assertEqual(row["id"], confirmed)
        names = ["yishang_amount_received", "yishang_amount_owed"]
        domain = [("id", "=", order)]
        (row,) = self._change("sale.order", None, "search_read", domain, names)
        self.assertEqual([row[name] for name in names], [PART, TOTAL - PART])
