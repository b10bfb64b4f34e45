"""Run the tests of modules in one database, all modules loaded.

Odoo itself runs many of its tests while the registry is being filled, when an addon
that comes later is not there yet. Here every test meets the addon.
usage: host_test_runner.py DATABASE RESULTS TAGS PORT MODULE...
"""

import json
import sys
import threading
from pathlib import Path

import odoo.http
import odoo.modules.module
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tests import loader
from odoo.tests.result import OdooTestResult
from odoo.tools import config


class Recorder(OdooTestResult):
    """Odoo's own result, which logs, and remembers each test's outcome."""

    def __init__(self, outcomes):
        super().__init__()
        self.outcomes = outcomes

    def startTest(self, test):
        super().startTest(test)
        self.outcomes[test.id()] = "passed"

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.outcomes[self._name(test)] = "skipped"

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test)

    def _fail(self, test):
        if not self._soft_fail:  # will be tried again
            self.outcomes[self._name(test)] = "failed"

    def _name(self, test):
        return getattr(test, "test_case", test).id()


def main(database, results, tags, port, *modules):
    """Load the database, serve it over HTTP, run the tests, write the outcomes."""
    config.parse_config(["-d", database, "--http-port", port, "--log-level", "info"])
    threading.current_thread().testing = True
    threading.current_thread().dbname = database
    registry = Registry(database)
    server.load_server_wide_modules()
    server.server = server.ThreadedServer(odoo.http.root)
    config["test_enable"] = True
    config["test_tags"] = tags
    server.server.start(stop=False)
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        env["ir.qweb"]._pregenerate_assets_bundles()
    outcomes = {}
    for position in ("at_install", "post_install"):
        suite = loader.make_suite(modules, position)
        odoo.modules.module.current_test = True
        suite(Recorder(outcomes))
        odoo.modules.module.current_test = False
    server.server.stop()
    Path(results).write_text(json.dumps(outcomes, indent=1, sort_keys=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
