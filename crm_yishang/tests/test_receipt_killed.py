import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import requests

from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .database_copy import PATIENCE
from .worker_common import WorkerCase

SERVER = Path(__file__).with_name("deadly_server.py")
RECEIPT = "crm.yishang.receipt"
LOGIN = "cashier_killed"
# What is there before a confirmation and after it, see ``_look``.
BEFORE = ("draft", False, 0, 100, 0, 0)
AFTER = ("confirmed", True, 60, 40, 60, 1)
# More statements than anything takes.
NEVER = 1_000_000


@tagged("post_install", "-at_install")
class TestReceiptKilled(WorkerCase):
    """A server process killed while it confirms leaves all of it or nothing.

    It is killed before its first statement, before its second one, and so on up to the
    commit, and after it. A fresh process of its own, as those of the prefork server,
    does it each time; another one looks what is there.
    """

    copy_suffix = "killed"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create(
            "res.partner", name="甲", is_company=True, yishang_is_customer=True
        )
        cls.product = cls._create(
            "product.product", name="泵", type="service", taxes_id=False
        )
        (journal,) = cls._read(
            "account.journal", [("type", "=", "bank"), ("company_id", "=", 1)], "id"
        )[:1]
        vals = {"yishang_receipt_journal_id": journal["id"]}
        cls._ask("res.company", [1], "write", vals)

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
        number = 0
        while True:
            died_of = self._ask(RECEIPT, [receipt], "action_confirm", die_before=number)
            if died_of != signal.SIGKILL:
                break
            seen = self._look(order, receipt)
            if seen != BEFORE:
                break
            number += 1
        # It died after the commit, or got to its end.
        self.assertEqual(self._look(order, receipt), AFTER)
        self.assertEqual(self._ask("crm.yishang.money", [], "_verify"), [])
        return number

    def test_all_of_a_confirmation_or_nothing(self):
        """With the payment in accounting, which takes most of the statements."""
        number = self._kill_everywhere(*self._sell_and_register())
        self.assertGreater(number, 40)

    # ---- over HTTP ----

    @contextmanager
    def _serving(self, port):
        """Run a server of its own, in a process group that can be killed whole."""
        options = [
            *("--http-interface=127.0.0.1", f"--http-port={port}", "--workers=1"),
            *("--max-cron-threads=0", "--log-level=critical", "-d", self.copy),
        ]
        server = subprocess.Popen(
            [sys.executable, SERVER, *options], start_new_session=True
        )
        try:
            self._wait_for(port)
            yield server
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            server.wait(PATIENCE)

    def _wait_for(self, port):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return requests.get(f"http://127.0.0.1:{port}/web/health", timeout=60)
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError("the server does not answer")

    def _log_in(self, port):
        group = "crm_yishang.crm_yishang_group_cashier"
        group = self._ask("ir.model.data", [], "_xmlid_to_res_id", group)
        vals = {"name": LOGIN, "login": LOGIN, "password": LOGIN}
        self._create("res.users", group_ids=[Command.link(group)], **vals)
        session = requests.Session()
        session.headers["Content-Type"] = "application/json"
        params = {"db": self.copy, "login": LOGIN, "password": LOGIN}
        url = f"http://127.0.0.1:{port}/web/session/authenticate"
        answer = session.post(url, json={"params": params}, timeout=PATIENCE).json()
        self.assertTrue(answer["result"]["uid"], answer)
        return session

    def _confirm(self, session, port, receipt, number=NEVER, **headers):
        """Confirm as the web client does.

        :return: how many statements it took, or None if the process died
        """
        call = {"model": RECEIPT, "method": "action_confirm", "args": [[receipt]]}
        url = (
            f"http://127.0.0.1:{port}/web/dataset/call_button/{RECEIPT}/action_confirm"
        )
        try:
            answer = session.post(
                url,
                json={"params": {**call, "kwargs": {}}},
                headers={"X-Die-Before": str(number), **headers},
                timeout=PATIENCE,
            )
        except requests.ConnectionError:
            return None
        self.assertNotIn("error", answer.json())
        return int(answer.headers["X-Statements"])

    def test_all_of_a_confirmation_or_nothing_over_http(self):
        """A worker of the server dies here and there, then the server as a whole."""
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            port = probe.getsockname()[1]
        order, receipt = self._sell_and_register()
        with self._serving(port) as server:
            session = self._log_in(port)
            _order, other = self._sell_and_register()
            # In a worker that knows nothing yet, as those that are going to die.
            self.assertIsNone(self._confirm(session, port, other, 0))
            total = self._confirm(session, port, other)
            self.assertGreater(total, 40)
            for number in (1, total // 3, total * 2 // 3):
                with self.subTest(dies_before=number, of=total):
                    died = self._confirm(session, port, receipt, number) is None
                    self.assertTrue(died)
                    self.assertEqual(self._look(order, receipt), BEFORE)
            all_of_it = {"X-Die-All": "1"}
            half = total // 2
            self.assertIsNone(self._confirm(session, port, receipt, half, **all_of_it))
            self.assertEqual(server.wait(PATIENCE), -signal.SIGKILL)
        self.assertEqual(self._look(order, receipt), BEFORE)
        with self._serving(port):
            # After the commit, unless there were more statements than before.
            self._confirm(session, port, receipt, total - 4)
            seen = self._look(order, receipt)
            self.assertIn(seen, (BEFORE, AFTER))
            if seen == BEFORE:
                self._confirm(session, port, receipt)
        self.assertEqual(self._look(order, receipt), AFTER)
        self.assertEqual(self._ask("crm.yishang.money", [], "_verify"), [])
