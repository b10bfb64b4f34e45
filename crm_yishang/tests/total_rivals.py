from odoo.fields import Command

from .rivals import Rivals

ORDERS = 40


class TotalRivals(Rivals):
    """Two jobs count orders at the same moment, while others are written."""

    def test_two_jobs_count_each_order_once(self):
        product = self._create("product.product", name="泵", taxes_id=False)
        line = {"product_id": product, "price_unit": 10, "tax_ids": False}
        order = {"partner_id": self.own, "order_line": [Command.create(line)]}
        orders = self._change("sale.order", None, "create", [order] * ORDERS)
        self._change_all(orders, "action_confirm")
        for number in range(6):
            self._write("sale.order", orders[number], user_id=self.seller)
            for worker in (self.changer, self.reader):
                self._send(worker, 1, "crm.yishang.total", [], "_refresh", 5 + number)
            counted = [self._receive(one) for one in (self.changer, self.reader)]
            # Who came second leaves the queue alone, or starts again with less of it.
            self.assertTrue(any(answer.get("result") for answer in counted), counted)
            self.assertEqual(self._verify_totals(), [])
        while self._change("crm.yishang.total", None, "_refresh"):
            pass
        self.assertEqual(self._verify_totals(), [])

    def _change_all(self, orders, method):
        self._ask(self.changer, 1, "sale.order", orders, method)

    def _verify_totals(self):
        return self._change("crm.yishang.total.check", None, "_verify")
