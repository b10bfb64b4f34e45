"""Run the addon's tests in a fresh database. T=expression runs a part."""

import os
import subprocess
import sys
import time

from devenv import database, instance, paths, postgres
from devenv.console import run_command, say

# Not named after the addon: after its removal a test looks for traces of the name.
DATABASE = "crm_test"


def main():
    """Create the test database and hand over to pytest."""
    started = time.monotonic()
    with postgres.server(), database.reserved(DATABASE):
        database.create(DATABASE, database.PLAIN)
        say(f"Prepared in {time.monotonic() - started:.0f} s")
        done = subprocess.run(
            pytest_command(),
            cwd=paths.ROOT,
            env=pytest_environment(),
            stdin=subprocess.DEVNULL,
            check=False,
        )
    sys.exit(done.returncode)


def pytest_command():
    """Return pytest's command line."""
    command = [
        str(paths.VENV_PYTHON),
        "-m",
        "pytest",
        "-p",
        "no_skips",
        f"--odoo-database={DATABASE}",
        "--odoo-http",
        f"{paths.ADDON}/tests",
    ]
    if os.environ.get("T"):
        command += ["-k", os.environ["T"], "-v"]
    return command


def pytest_environment():
    """Return an environment in which pytest finds Odoo and the plugin beside this."""
    environment = instance.environment()
    plugins = str(paths.ROOT / "scripts" / "pytest_plugins")
    environment["PYTHONPATH"] += os.pathsep + plugins
    return environment


if __name__ == "__main__":
    run_command(main)
