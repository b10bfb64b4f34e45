import json
import subprocess
import sys
from contextlib import closing

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .database_copy import PATIENCE, DatabaseCopyCase
from .test_two_processes import WORKER

RECEIPT = "crm.yishang.receipt"
SIGKILL = 9


@tagged("post_install", "-at_install")
class TestReceiptKilled(DatabaseCopyCase):
    """A server process killed while it confirms leaves all of it or nothing.

    It is killed before its first statement, before its second one, and so on up to the
    commit, and after it. A fresh process of its own, as those of the prefork server,
    does it each time; another one looks what is there.
    """

    copy_suffix = "killed"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = subprocess.Popen(
            [sys.executable, WORKER, "-d", cls.copy, "--log-level=critical"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        cls.addClassCleanup(cls._stop)
        cls.customer = cls._create(
            "res.partner", name="甲", is_company=True, yishang_is_customer=True
        )
        cls.product = cls._create(
            "product.product", name="泵", type="service", taxes_id=False
        )

    @classmethod
    def _stop(cls):
        try:
            cls.worker.communicate(timeout=PATIENCE)
        finally:
            cls.worker.kill()

    @classmethod
    def _ask(cls, model, ids, method, *arguments, **options):
        request = {"uid": SUPERUSER_ID, "model": model, "ids": ids, **options}
        request |= {"method": method, "args": arguments}
        cls.worker.stdin.write(json.dumps(request) + "\n")
        cls.worker.stdin.flush()
        answer = json.loads(cls.worker.stdout.readline() or '{"error": "it has died"}')
        if "error" in answer:
            raise AssertionError(f"{model}.{method}: {answer['error']}")
        return answer["result"]

    @classmethod
    def _create(cls, model, **values):
        return cls._ask(model, [], "create", values)[0]

    @classmethod
    def _read(cls, model, domain, *names):
        return cls._ask(model, [], "search_read", domain, names)

    def _sell_and_register(self):
        line = {"product_id": self.product, "price_unit": 100, "tax_ids": False}
        order = self._create(
            "sale.order", partner_id=self.customer, order_line=[Command.create(line)]
        )
        self._ask("sale.order", [order], "action_confirm")
        receipt = self._create(
            RECEIPT,
            partner_id=self.customer,
            amount=70,
            line_ids=[Command.create({"order_id": order, "amount": 60})],
        )
        return order, receipt

    def _look(self, order, receipt):
        """Return what is there: of the receipt, its order, plan and payment."""
        with closing(db_connect(self.copy).cursor()) as cr:
            cr.execute(
                """
                SELECT receipt.state, receipt.cashier_id IS NOT NULL,
                    sold.yishang_amount_received, sold.yishang_amount_owed,
                    (
                        SELECT SUM(amount_received) FROM crm_yishang_instalment
                        WHERE order_id = sold.id
                    ),
                    (
                        SELECT COUNT(*) FROM account_payment
                        WHERE yishang_receipt_id = receipt.id
                    )
                FROM crm_yishang_receipt receipt, sale_order sold
                WHERE receipt.id = %s AND sold.id = %s
                """,
                [receipt, order],
            )
            return cr.fetchone()

    def _kill_everywhere(self, order, receipt):
        before, after = (
            ("draft", False, 0, 100, 0, 0),
            ("confirmed", True, 60, 40, 60, 1),
        )
        number = 0
        while True:
            died_of = self._ask(RECEIPT, [receipt], "action_confirm", die_before=number)
            if died_of != SIGKILL:
                break
            seen = self._look(order, receipt)
            if seen != before:
                break
            number += 1
        # It died after the commit, or got to its end.
        self.assertEqual(self._look(order, receipt), after)
        self.assertEqual(self._ask("crm.yishang.money", [], "_verify"), [])
        return number

    def test_all_of_a_confirmation_or_nothing(self):
        """With the payment in accounting, which takes most of the statements."""
        (journal,) = self._read(
            "account.journal", [("type", "=", "bank"), ("company_id", "=", 1)], "id"
        )[:1]
        vals = {"yishang_receipt_journal_id": journal["id"]}
        self._ask("res.company", [1], "write", vals)
        number = self._kill_everywhere(*self._sell_and_register())
        self.assertGreater(number, 40)
