"""Prepare what a command needs. usage: environment.py [run|test|lint|package]"""

import sys

from devenv import node, odoo, packages, postgres, python
from devenv.console import locked, run_command


def main(purpose):
    """Install what is missing; without anything missing this takes a moment."""
    with locked("environment", "Waiting for another command that prepares this"):
        wanted = {}
        if purpose in ("run", "test"):
            wanted |= packages.BASE
            if postgres.is_existing():
                wanted.pop("postgresql")
        if purpose == "test":
            wanted |= packages.BROWSER
        if purpose == "lint":
            wanted |= packages.NODE
        packages.ensure(wanted)
        python.ensure()
        if purpose in ("run", "test"):
            odoo.ensure()
        if purpose == "lint":
            node.ensure()


if __name__ == "__main__":
    run_command(lambda: main(sys.argv[1]))
