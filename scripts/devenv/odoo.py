"""The Odoo that the addon runs on: fetched, or an existing one (``ODOO_HOME``)."""

import os
import re
import subprocess
from pathlib import Path

from . import paths
from .console import fail, say

SERIES = "19.0"
VERSION_FILE = paths.ODOO / "version"
BROKEN_BUNDLE_FILE = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def ensure():
    """Make sure that there is an Odoo of the right series."""
    if not is_existing() and not VERSION_FILE.exists():
        say("Fetching Odoo (about 170 MB, once)")
        script = paths.ROOT / "scripts" / "fetch-odoo.sh"
        if subprocess.run([script, paths.ODOO], check=False).returncode:
            fail("Odoo could not be fetched")
    release = (python_path() / "odoo" / "release.py").read_text()
    found = re.search(r"^version_info = \((\d+), (\d+)", release, re.MULTILINE)
    series = ".".join(found.groups()) if found else "unknown"
    if series != SERIES:
        fail(f"the addon is for Odoo {SERIES}, but {python_path()} is Odoo {series}")
    if not any((path / BROKEN_BUNDLE_FILE).exists() for path in addons_paths()):
        say(f"Note: this Odoo lacks {BROKEN_BUNDLE_FILE}; browser tours will fail.")


def is_existing():
    """Tell whether an existing Odoo is named by the environment."""
    return bool(os.environ.get("ODOO_HOME"))


def python_path():
    """Return the folder that holds the Python package ``odoo``."""
    home = _existing_home()
    if not home:
        return paths.ODOO / "root/usr/lib/python3/dist-packages"
    candidates = [home, home / "lib/python3/dist-packages", home.parent]
    candidates += sorted(home.glob("lib/python3*/site-packages"))
    for candidate in candidates:
        if (candidate / "odoo" / "release.py").exists():
            return candidate
    fail(f"ODOO_HOME={home} holds no Odoo: there is no odoo/release.py in it")


def addons_paths():
    """Return the folders with Odoo's own addons (``base`` is found by Odoo itself)."""
    installed = python_path() / "odoo" / "addons"
    if (installed / "web").is_dir():
        return [installed]
    return [python_path() / "addons", installed]


def describe():
    """Return a sentence part saying which Odoo is used."""
    if is_existing():
        return f"{SERIES} in {python_path()}"
    version, checksum = VERSION_FILE.read_text().split()
    return f"{version}, sha256 of the package {checksum}"


def version_key():
    """Return a text that changes whenever the code of Odoo does."""
    home = _existing_home()
    if not home:
        return VERSION_FILE.read_text().strip()
    head = subprocess.run(
        ["git", "-C", python_path(), "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    changed = (python_path() / "odoo" / "release.py").stat().st_mtime
    return f"{home} {head.stdout.strip() or changed}"


def _existing_home():
    if not is_existing():
        return None
    return Path(os.environ["ODOO_HOME"]).expanduser().resolve()
