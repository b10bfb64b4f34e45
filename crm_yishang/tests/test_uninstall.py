import json
import re
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from odoo.tests import tagged

from .database_copy import PATIENCE, DatabaseCopyCase

PROOF = Path(__file__).with_name("uninstall_proof.py")
LOGIN = "proof_clerk"


@tagged("post_install", "-at_install")
class TestUninstall(DatabaseCopyCase):
    """Removing the addon leaves the documents of the host as they were.

    Works on a copy of the database, because a removal cannot be rolled back.
    """

    copy_suffix = "uninstall"

    @contextmanager
    def _serve(self):
        """Serve the copy and yield its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["--http-interface=127.0.0.1", f"--http-port={port}"]
        options += [f"--db-filter=^{self.copy}$", "--max-cron-threads=0"]
        with subprocess.Popen(
            self._get_command(*options),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        ) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                self._wait(url, server)
                yield url
            finally:
                server.terminate()

    def _wait(self, url, server):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and server.poll() is None:
            try:
                if requests.get(f"{url}/web/health", timeout=10).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.2)
        self.fail("the server does not start without the addon")

    def test_the_host_is_as_before_and_still_works(self):
        with PROOF.open() as script:
            done = subprocess.run(
                self._get_command("shell", "--no-http", "--log-level=warn"),
                stdin=script,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        self.assertIn("PROVEN", done.stdout, done.stderr[-5000:])
        with self._serve() as url:
            self._check_web_client(url)

    def _check_web_client(self, url):
        """Log in, open the web client and the screens that the addon had extended."""
        session = requests.Session()
        page = session.get(f"{url}/web/login", timeout=PATIENCE).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = {"login": LOGIN, "password": LOGIN, "csrf_token": token}
        page = session.post(f"{url}/web/login", data=form, timeout=PATIENCE).text
        self.assertIn("odoo.__session_info__", page)
        self.assertNotIn("yishang", page)
        menus = session.get(f"{url}/web/webclient/load_menus", timeout=PATIENCE).text
        self.assertNotIn("yishang", menus)
        for model in ("res.partner", "crm.lead", "sale.order", "hr.employee.public"):
            for road, arguments in (
                ("get_views", {"views": [[False, "list"], [False, "form"]]}),
                ("web_search_read", {"domain": [], "specification": {"id": {}}}),
            ):
                with self.subTest(model=model, road=road):
                    self._call(session, url, model, road, arguments)

    def _call(self, session, url, model, method, arguments):
        answer = session.post(
            f"{url}/web/dataset/call_kw/{model}/{method}",
            headers={"Content-Type": "application/json"},
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": [],
                        "kwargs": arguments,
                    }
                }
            ),
            timeout=PATIENCE,
        ).json()
        self.assertNotIn("error", answer)
        self.assertNotIn("yishang", json.dumps(answer["result"]))
