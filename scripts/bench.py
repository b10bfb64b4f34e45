"""Run the benchmark in a prepared environment. SIZE=small or big

The benchmark finds Odoo importable, ``ODOO_RC`` naming the configuration, and
``PGHOST``, ``PGPORT`` and ``PGUSER`` naming a running server.
"""

import os
import subprocess
import sys

from devenv import database, instance, paths, postgres
from devenv.console import fail, run_command

SIZES = ("small", "big")
# Fresh, with the addon; what is measured are copies of it.
DATABASE = "yishang_bench"


def main():
    """Hand over to ``benchmarks/run.py``."""
    size = os.environ.get("SIZE") or "small"
    if size not in SIZES:
        fail(f"SIZE is one of {', '.join(SIZES)}, not {size}")
    with postgres.server(), database.reserved(DATABASE):
        if database.read_state(DATABASE) != database.addon_state():
            database.create(DATABASE)
        environment = instance.environment()
        command = [paths.VENV_PYTHON, "benchmarks/run.py"]
        command += ["--size", size, "--database", DATABASE]
        done = subprocess.run(command, cwd=paths.ROOT, env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    run_command(main)
