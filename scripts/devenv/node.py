"""The formatter of XML, JavaScript and style files, from the npm registry."""

import hashlib
import os

from . import paths
from .console import run_logged, say

MODULES = paths.ROOT / "node_modules"
STAMP = MODULES / ".installed"


def ensure():
    """Install what ``package-lock.json`` names, when it changed."""
    lock = (paths.ROOT / "package-lock.json").read_bytes()
    stamp = hashlib.sha256(lock).hexdigest()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    say("Installing the formatter for XML and JavaScript")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run_logged(command, "npm.log", cwd=paths.ROOT, env=dict(os.environ))
    STAMP.write_text(stamp)


def program(name):
    """Return the path of an installed command."""
    return str(MODULES / ".bin" / name)
