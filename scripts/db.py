"""Create a fresh database. DB=name, DEMO=1 with demo data."""

import os

from devenv import database, postgres
from devenv.console import fail, run_command, say


def main():
    """Create the database that the environment variables describe."""
    name = os.environ.get("DB") or fail("which database? make db DB=name [DEMO=1]")
    demo = os.environ.get("DEMO") not in (None, "", "0")
    with postgres.server(), database.reserved(name):
        database.create(name, demo=demo)
    say(f"Database {name} is ready: make shell DB={name}, make run DB={name}")


if __name__ == "__main__":
    run_command(main)
