import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

PROOF = Path(__file__).with_name("uninstall_proof.py")
LOGIN = "proof_clerk"
# The longest that one step may take, in seconds.
PATIENCE = 600


@tagged("post_install", "-at_install")
class TestUninstall(BaseCase):
    """Removing the addon leaves the documents of the host as they were.

    Works on a copy of the database, because a removal cannot be rolled back.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = get_db_name()
        cls.copy = f"{cls.source}_uninstall"
        cls.addClassCleanup(cls._drop_copy)
        cls._drop_copy()
        cls._run("createdb", "--template=template0", cls.copy)
        cls._copy_content()
        files = Path(config.filestore(cls.source))
        if files.exists():
            # Odoo names files after their content and never changes them.
            shutil.copytree(files, config.filestore(cls.copy), copy_function=os.link)

    @classmethod
    def _run(cls, tool, *arguments, **options):
        command = [find_pg_tool(tool), *arguments]
        subprocess.run(
            command, env=exec_pg_environ(), check=True, timeout=PATIENCE, **options
        )

    @classmethod
    def _copy_content(cls):
        """Copy while others are connected, which CREATE DATABASE would refuse."""
        dump = [find_pg_tool("pg_dump"), "--no-owner", cls.source]
        with subprocess.Popen(
            dump, env=exec_pg_environ(), stdout=subprocess.PIPE
        ) as source:
            cls._run(
                "psql",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                cls.copy,
                stdin=source.stdout,
                stdout=subprocess.DEVNULL,
            )

    @classmethod
    def _drop_copy(cls):
        cls._run("dropdb", "--if-exists", "--force", cls.copy)
        shutil.rmtree(config.filestore(cls.copy), ignore_errors=True)

    def _get_command(self, *arguments):
        return [sys.executable, "-m", "odoo", *arguments, "-d", self.copy]

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
