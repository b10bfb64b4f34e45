import time
from threading import Thread
from unittest.mock import patch

import requests

from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME, ChromeBrowser

from .ui_common import UiCase
from .visit_common import VisitCommon

TEXT = "带上新报价单，周五前给我结果"
REPLY = "周四下午已送到"
# How long the leader waits for the record of the salesperson, in seconds.
PATIENCE = 60


@tagged("post_install", "-at_install")
class TestUiInstruction(VisitCommon, UiCase):
    """Two people at once: one before an open page, the other over the network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.leader_sjz | cls.sales_sjz1)

    def test_an_instruction_appears_in_the_open_page(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        login = self.leader_sjz.login
        key = self.authenticate(login, login).sid
        # Who logs in next does not end this session.
        self.session = None
        leader = Thread(target=self._lead, args=(key, visit.id))
        wait = ChromeBrowser._wait_code_ok

        def start_both(browser, *args, **options):
            # From now on nothing but requests uses the cursor of the test.
            leader.start()
            return wait(browser, *args, **options)

        with patch.object(ChromeBrowser, "_wait_code_ok", start_both):
            self.start_tour(
                "/odoo/workbench",
                "crm_yishang_instruction_arrives",
                login=self.sales_sjz1.login,
                timeout=2 * PATIENCE,
            )
        leader.join()
        self.env.invalidate_all()
        instruction = visit.with_user(self.leader_sjz).yishang_instruction_ids
        self.assertEqual((instruction.body, instruction.reply), (TEXT, REPLY))
        self.assertEqual(instruction.state, "replied")
        self.assertTrue(instruction.date_read)
        instruction.action_close()
        self.assertEqual(instruction.state, "closed")

    def test_a_leader_reads_with_the_keys_alone(self):
        marked = self._create_done(self.sales_sjz1, self.customer_sjz1)
        written = self._create_done(self.sales_sjz2, self.customer_sjz2)
        self._start("/odoo/reading", "reading", self.leader_sjz)
        self.assertEqual(marked.yishang_instruction_ids.kind, "read")
        instruction = written.yishang_instruction_ids
        self.assertEqual(
            (instruction.kind, instruction.body), ("instruction", "下周带样品去")
        )

    def _lead(self, key, visit_id):
        """Watch the board until the salesperson is done, and write an instruction."""
        with requests.Session() as session:
            session.cookies["session_id"] = key
            session.cookies[TEST_CURSOR_COOKIE_NAME] = self.http_request_key
            deadline = time.monotonic() + PATIENCE
            while not self._is_done(session) and time.monotonic() < deadline:
                time.sleep(1)
            args = [[visit_id], "instruction", TEXT]
            self._call(session, "crm.yishang.reading", "write_instruction", args)

    def _is_done(self, session):
        board = self._call(session, "crm.yishang.board", "get_data", [])
        (person,) = (
            person for person in board["people"] if person["name"] == "sales_sjz1"
        )
        return person["done"] == 1

    def _call(self, session, model, method, args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = session.post(
            f"{self.base_url()}/web/dataset/call_kw",
            json={"params": params},
            timeout=PATIENCE,
        ).json()
        self.assertNotIn("error", answer)
        return answer["result"]
