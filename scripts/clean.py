"""Stop the private database server and remove everything that was generated.

Runs on the machine's own Python, since the virtual environment goes, too.
"""

import shutil

from devenv import node, paths, postgres
from devenv.console import locked, run_command, say


def main():
    """Refuse while another command works here, then remove."""
    if paths.LOCAL.exists():
        with locked("environment", "Waiting for another command that prepares this"):
            postgres.remove()
    for folder in (paths.LOCAL, node.MODULES, paths.ROOT / "dist"):
        if folder.exists():
            shutil.rmtree(folder)
            say(f"removed {folder}")


if __name__ == "__main__":
    run_command(main)
