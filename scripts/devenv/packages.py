"""System packages: what each command needs, and how it gets installed."""

import glob
import os
import shutil
import subprocess
import sys

from .console import fail, say

# Package of Debian -> commands of which any one makes the package superfluous.
# No command: the package manager is asked.
BASE = {
    "ca-certificates": [],
    "postgresql": ["/usr/lib/postgresql/*/bin/initdb", "initdb"],
    "fonts-noto-cjk": [],
    "libpango-1.0-0": [],
    "libpangoft2-1.0-0": [],
    "libharfbuzz-subset0": [],
    "wkhtmltopdf": ["wkhtmltopdf"],
    "poppler-utils": ["pdftoppm"],
}
BROWSER = {
    "chromium": ["google-chrome", "chromium", "chromium-browser"],
}
NODE = {
    "nodejs": ["node"],
    "npm": ["npm"],
}


def ensure(wanted):
    """Install the packages that are missing, or say which they are and stop.

    :param dict wanted: package -> commands that make it superfluous
    """
    missing = [
        package
        for package, commands in wanted.items()
        if not any(_has_command(command) for command in commands)
    ]
    missing = _not_installed(missing)
    if missing:
        _install(missing)


def _has_command(command):
    return bool(glob.glob(command) if "/" in command else shutil.which(command))


def _not_installed(packages):
    """Return those of the packages that Debian's package manager does not have."""
    if not packages:
        return []
    if not shutil.which("dpkg-query"):
        say(f"No Debian here: please see to it yourself that {_names(packages)} exist.")
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages]
    found = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {
        line.split()[0] for line in found.splitlines() if line.endswith(" installed")
    }
    return [package for package in packages if package not in installed]


def _install(packages):
    prefix = _root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        fail(
            f"these system packages are missing: {_names(packages)}.\n"
            "Neither root nor sudo is at hand here. Please have them installed:\n"
            f"    apt-get install --no-install-recommends {' '.join(packages)}"
        )
    say(f"Installing system packages: {_names(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "-qq"]
    for command in (
        [*apt, "update"],
        [*apt, "install", "-y", "--no-install-recommends", *packages],
    ):
        output = subprocess.DEVNULL if not sys.stdout.isatty() else None
        if subprocess.run(command, env=environment, stdout=output).returncode:
            fail(f"{' '.join(command)} failed; its message stands above")


def _root_prefix():
    """Return what to put before a command to run it as root, None if impossible."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if quiet.returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def _names(packages):
    return ", ".join(packages)
