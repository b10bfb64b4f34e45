"""Run Odoo's own tests without and with the addon; name what fails only with it.

M=crm,sale names the modules whose tests run, TAGS=expression narrows them as Odoo's
``--test-tags`` does. Both databases hold the same modules besides the addon. They are
tested side by side; what failed only with the addon runs once more, alone, so that a
tour that was merely slow does not count. Results without the addon are kept until
Odoo or the modules change; FRESH=1 renews them.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack

from devenv import database, instance, odoo, paths, postgres
from devenv.console import fail, run_command, say

MODULES = (
    "base_setup,contacts,crm,sale,sales_team,sale_crm,"
    "hr,calendar,account_payment,portal"
)
# Several of Odoo's tests count on one active language.
FLAVOUR = database.ENGLISH
WITHOUT, WITH = "yishang_host_without", "yishang_host_with"
RESULTS = paths.LOCAL / "host-test"
FIRST_PORT = 8169
# A test, or the name of a class between brackets when its preparation failed.
TEST_ID = re.compile(r"odoo\.addons\.(\w+)\.tests\..*?(\w+)(?:\.(test_\w+)|\))$")


def main():
    """Test both databases, compare, and fail if the addon breaks something."""
    modules = sorted((os.environ.get("M") or MODULES).replace(" ", "").split(","))
    tags = os.environ.get("TAGS") or "+standard"
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = RESULTS / f"without-{key_of(modules, tags)}.json"
    if os.environ.get("FRESH"):
        kept.unlink(missing_ok=True)
    with postgres.server(), ExitStack() as stack:
        for name in (WITHOUT, WITH):
            stack.enter_context(database.reserved(name))
        wanted = {WITH: RESULTS / "with.json"}
        if not kept.exists():
            wanted[WITHOUT] = kept
        template = database.ensure_template(FLAVOUR, modules=modules)
        for name in wanted:
            database.create_from(template, name, with_addon=name == WITH)
        run_side_by_side(wanted, modules, tags)
        plain, ours = read(kept), read(wanted[WITH])
        only_ours = broken(ours) - broken(plain)
        if only_ours:
            again = run_again(template, only_ours)
            ours = {test: ours[test] for test in ours.keys() - only_ours} | again
    sys.exit(report(plain, ours))


def run_side_by_side(wanted, modules, tags):
    """Run the tests in each database at the same time.

    :param dict wanted: database -> file for the results
    """
    say(f"Testing {', '.join(modules)} in {' and '.join(wanted)}")
    started = time.monotonic()
    running = [
        start(name, target, tags, modules, FIRST_PORT + 10 * number)
        for number, (name, target) in enumerate(wanted.items())
    ]
    try:
        for process in running:
            process.wait()
    finally:
        for process in running:
            process.kill()
    say(f"Tested in {(time.monotonic() - started) / 60:.0f} minutes")


def run_again(template, tests):
    """Run single tests once more in a new database and return their results."""
    say(f"Running {len(tests)} tests once more that failed only with the addon")
    database.create_from(template, WITH)
    target = RESULTS / "again.json"
    places = [TEST_ID.search(test).groups() for test in tests]
    modules = sorted({module for module, _case, _method in places})
    tags = ",".join(
        f"/{module}:{case}" + (f".{method}" if method else "")
        for module, case, method in sorted(places, key=str)
    )
    start(WITH, target, tags, modules, FIRST_PORT).wait()
    return read(target)


def start(name, target, tags, modules, first_port):
    """Start the tests in one database; its log lies beside the results."""
    target.unlink(missing_ok=True)
    runner = paths.ROOT / "scripts" / "host_test_runner.py"
    port = instance.free_port(first_port)
    options = [name, target, tags, port, *modules]
    log = RESULTS / f"{target.stem.split('-')[0]}.log"
    say(f"    log of {name}: {log}")
    with log.open("wb") as output:
        return subprocess.Popen(
            [paths.VENV_PYTHON, runner, *map(str, options)],
            env={**instance.environment(), "ODOO_TEST_FAILURE_RETRIES": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def read(path):
    """Return test -> outcome, one of passed, skipped and failed."""
    if not path.exists():
        fail(f"the tests did not get to their end, see the log beside {path}")
    return json.loads(path.read_text())


def broken(results):
    """Return the tests that failed."""
    return {test for test, outcome in results.items() if outcome == "failed"}


def report(plain, ours):
    """Print the comparison and return the exit code."""
    only_ours = sorted(broken(ours) - broken(plain))
    unseen = sorted(
        test
        for test, outcome in plain.items()
        if outcome == "passed" and ours.get(test, "missing") in ("missing", "skipped")
    )
    for title, tests in (
        ("fail without the addon, too", sorted(broken(ours) & broken(plain))),
        ("fail only without the addon", sorted(broken(plain) - broken(ours))),
        ("ran only without the addon", unseen),
        ("FAIL ONLY WITH THE ADDON", only_ours),
    ):
        say(f"{len(tests):5} tests {title}")
        for test in tests:
            say(f"          {test}")
    skipped = list(ours.values()).count("skipped")
    say(f"{len(plain)} tests without, {len(ours)} with the addon; {skipped} skipped")
    return 1 if only_ours or unseen else 0


def key_of(modules, tags):
    """Return a text that changes when the results without the addon may."""
    present = sorted({*modules, *database.manifest()["depends"]})
    key = json.dumps([odoo.version_key(), FLAVOUR, modules, present, tags])
    return hashlib.sha256(key.encode()).hexdigest()[:10]


if __name__ == "__main__":
    run_command(main)
