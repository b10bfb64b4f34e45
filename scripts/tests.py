"""Run the addon's tests in fresh databases. T=expression runs a part."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

from devenv import database, instance, paths, postgres
from devenv.console import run_command, say

# Not named after the addon: after its removal a test looks for traces of the name.
DATABASE = "crm_test"
# Runs that share all tests, each in a copy of the database.
RUNS = min(2, os.cpu_count() or 1)


def main():
    """Create the test databases and hand over to pytest."""
    started = time.monotonic()
    names = [DATABASE]
    if not os.environ.get("T"):
        names += [f"{DATABASE}_{number}" for number in range(2, RUNS + 1)]
    with contextlib.ExitStack() as stack:
        stack.enter_context(postgres.server())
        for name in names:
            stack.enter_context(database.reserved(name))
        database.create(DATABASE, database.PLAIN)
        for name in names[1:]:
            database.create_from(DATABASE, name, with_addon=False)
        say(f"Prepared in {time.monotonic() - started:.0f} s")
        code = run(names)
    sys.exit(code)


def run(names):
    """Run pytest in each database, the first one on this terminal.

    :return: exit code, 0 if all tests passed
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        others = []
        for name in names[1:]:
            output = stack.enter_context(tempfile.TemporaryFile())
            others.append((start(name, folder, output), output))
        code = start(names[0], folder).wait()
        for process, output in others:
            code = process.wait() or code
            output.seek(0)
            say("What the run beside it says:")
            sys.stdout.write(output.read().decode(errors="replace"))
        return code


def start(name, folder, output=None):
    """Start pytest on one database.

    :param folder: where runs tell each other which tests they have taken
    """
    return subprocess.Popen(
        [*pytest_command(name), f"--shared-run={folder}"],
        cwd=paths.ROOT,
        env=pytest_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output and subprocess.STDOUT,
    )


def pytest_command(name):
    """Return pytest's command line."""
    command = [
        str(paths.VENV_PYTHON),
        "-m",
        "pytest",
        "-p",
        "no_skips",
        "-p",
        "shared_run",
        f"--odoo-database={name}",
        "--odoo-http",
        f"{paths.ADDON}/tests",
    ]
    if os.environ.get("T"):
        command += ["-k", os.environ["T"], "-v"]
    return command


def pytest_environment():
    """Return an environment in which pytest finds Odoo and the plugins beside this."""
    environment = instance.environment()
    plugins = str(paths.ROOT / "scripts" / "pytest_plugins")
    environment["PYTHONPATH"] += os.pathsep + plugins
    return environment


if __name__ == "__main__":
    run_command(main)
