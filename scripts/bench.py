"""Run the benchmark in a prepared environment. SIZE=small or big

The benchmark finds Odoo and the package ``devenv`` importable, ``ODOO_RC`` naming the
configuration, and ``PGHOST``, ``PGPORT`` and ``PGUSER`` naming a running server.
"""

import os
import subprocess
import sys

from devenv import instance, paths, postgres
from devenv.console import fail, run_command

SIZES = ("small", "big")


def main():
    """Hand over to ``benchmarks/run.py``."""
    size = os.environ.get("SIZE") or "small"
    if size not in SIZES:
        fail(f"SIZE is one of {', '.join(SIZES)}, not {size}")
    with postgres.server():
        environment = instance.environment()
        environment["PYTHONPATH"] += f"{os.pathsep}{paths.ROOT / 'scripts'}"
        command = [paths.VENV_PYTHON, "benchmarks/run.py", "--size", size]
        done = subprocess.run(command, cwd=paths.ROOT, env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    run_command(main)
