"""Build the addon's wheel and zip archive into dist/."""

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from devenv import database, paths
from devenv.console import run_command, run_logged, say

TARGET = paths.ROOT / "dist"


def main():
    """Build both from the files that git knows, nothing else that lies around."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    # Outside of the checkout, where the wheel's builder would ask git again.
    with tempfile.TemporaryDirectory() as build:
        copy_to(Path(build))
        build_wheel(Path(build) / paths.ADDON)
        build_zip(Path(build))
    for result in sorted(TARGET.iterdir()):
        say(f"{result.relative_to(paths.ROOT)}  {result.stat().st_size // 1024} kB")


def copy_to(folder):
    """Copy the addon and its licence."""
    for name in tracked_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paths.ROOT / name, target)
    shutil.copyfile(paths.ROOT / "LICENSE", folder / paths.ADDON / "LICENSE")


def tracked_files():
    """Return the addon's files, relative to the checkout."""
    command = ["git", "-C", paths.ROOT, "ls-files", "-z", paths.ADDON]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if (paths.ROOT / name).is_file()]


def build_wheel(addon):
    """Build ``odoo-addon-crm_yishang``, which pip installs beside Odoo."""
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(TARGET)]
    command = [str(paths.VENV_PYTHON), "-m", "pip", "wheel", *options, str(addon)]
    run_logged(command, "wheel.log")


def build_zip(folder):
    """Build the archive that is unpacked into an addons folder."""
    version = database.manifest()["version"]
    archive = TARGET / f"{paths.ADDON}-{version}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as output:
        for path in sorted((folder / paths.ADDON).rglob("*")):
            if path.is_file():
                output.write(path, path.relative_to(folder))


if __name__ == "__main__":
    run_command(main)
