"""Open Odoo's shell on a database; Python on standard input is run. DB=name"""

import os
import subprocess
import sys

from devenv import database, instance, postgres
from devenv.console import fail, run_command


def main():
    """Run the shell, with this command's standard input."""
    name = os.environ.get("DB") or fail("which database? make shell DB=name")
    with postgres.server():
        if not database.exists(name):
            fail(f"there is no database {name}; make db DB={name} creates it")
        if database.read_state(name) != database.addon_state():
            warning = f"note: the addon changed since; make run DB={name} updates it"
            print(warning, file=sys.stderr)
        options = ["-d", name, "--no-http", "--log-level=warn"]
        command = instance.command("shell", *options)
        done = subprocess.run(command, env=instance.environment(), check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    run_command(main)
