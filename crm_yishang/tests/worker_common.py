import json
import subprocess
import sys
from pathlib import Path

from odoo import SUPERUSER_ID

from .database_copy import PATIENCE, DatabaseCopyCase

WORKER = Path(__file__).with_name("worker.py")


class WorkerCase(DatabaseCopyCase):
    """Tests with a worker process of their own, which may be killed while it works."""

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
