"""The virtual environment with what Odoo, the addon and the tools need."""

import hashlib
import os
import shutil
import subprocess
import sys

from . import packages, paths
from .console import fail, run_logged, say

REQUIREMENTS = paths.ROOT / "requirements-dev.txt"
STAMP = paths.VENV / "installed"
# Odoo itself runs on 3.10, too, but the pinned packages do not.
OLDEST, NEWEST = (3, 11), (3, 13)


def ensure():
    """Create the virtual environment, or renew it when a requirement changed."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        fail(
            f"this needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]} and found "
            f"{sys.version.split()[0]}; name another one: make PYTHON=/path/to/python3"
        )
    stamp = _stamp()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    if _lacks_venv():
        packages.ensure({"python3-venv": []})
    say("Installing Python packages (about 100 MB, once)")
    shutil.rmtree(paths.VENV, ignore_errors=True)
    # Not the settings of a virtual environment that make was called from.
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PIP_USER")}
    run_logged([sys.executable, "-m", "venv", str(paths.VENV)], "venv.log", env=clean)
    install = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    run_logged(
        [str(paths.VENV_PYTHON), *install, "-r", str(REQUIREMENTS)],
        "pip.log",
        env=clean,
    )
    STAMP.write_text(stamp)


def _stamp():
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode())
    for file in sorted(paths.ROOT.glob("requirements*.txt")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _lacks_venv():
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return bool(subprocess.run(probe, capture_output=True, check=False).returncode)
