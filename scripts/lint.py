"""Check the sources. FIX=1 repairs what a tool can repair by itself."""

import os
import re
import subprocess
import sys
import time

import polib

from devenv import node, paths, superuser
from devenv.console import run_command, say

FORMATTED = ("*.css", "*.js", "*.json", "*.scss", "*.xml", "*.yaml", "*.yml")
BIN = paths.VENV / "bin"


def main():
    """Run every check and end with failure if one of them failed."""
    os.chdir(paths.ROOT)
    fix = os.environ.get("FIX") not in (None, "", "0")
    failed = []
    for name, check in checks(fix):
        started = time.monotonic()
        passed = check() if callable(check) else run(check)
        say(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds_since(started)})")
        if not passed:
            failed.append(name)
    if failed:
        sys.exit(f"error: {', '.join(failed)} found something; see above")


def checks(fix):
    """Yield the name of each check and its command line or function."""
    yield "ruff check", [BIN / "ruff", "check", *(["--fix"] if fix else []), "."]
    yield "ruff format", [BIN / "ruff", "format", *([] if fix else ["--check"]), "."]
    yield "pylint-odoo", [BIN / "pylint", "--rcfile=.pylintrc", paths.ADDON]
    options = ["--fix"] if fix else []
    yield (
        "oca-checks-odoo-module",
        [
            BIN / "oca-checks-odoo-module",
            *options,
            paths.ADDON,
        ],
    )
    yield "superuser rights", superuser.is_explained
    catalogues = tracked("*.po", "*.pot")
    if catalogues:
        # Their layout is that of Odoo's exporter.
        options = [*options, "--disable=po-pretty-format"]
        yield "oca-checks-po", [BIN / "oca-checks-po", *options, *catalogues]
        yield "translations", translations_are_complete
    mode = "--write" if fix else "--check"
    prettier = [node.program("prettier"), "--log-level=warn", mode]
    yield "prettier", [*prettier, *tracked(*FORMATTED)]
    yield "shell scripts", ["bash", "-n", *tracked("*.sh", ".ci/run")]


def run(command):
    """Run a checker with its output on the screen and tell whether it is content."""
    return (
        subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
    )


def tracked(*patterns):
    """Return the files of the project that match, new ones included."""
    options = ["--cached", "--others", "--exclude-standard", "-z", "--"]
    listed = subprocess.run(
        ["git", "ls-files", *options, *patterns],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(name for name in set(listed.split("\0")) if os.path.isfile(name))


def translations_are_complete():
    """Compare zh_CN.po with the template and name the terms that lack Chinese."""
    folder = paths.ADDON_DIR / "i18n"
    template = polib.pofile(str(folder / f"{paths.ADDON}.pot"))
    chinese = polib.pofile(str(folder / "zh_CN.po"))
    translated = {entry.msgid: entry.msgstr for entry in chinese.translated_entries()}
    wanted = {entry.msgid for entry in template}
    missing = sorted(wanted - translated.keys())
    left_over = sorted(entry.msgid for entry in chinese if entry.msgid not in wanted)
    differing = sorted(
        msgid
        for msgid in wanted & translated.keys()
        if placeholders(msgid) != placeholders(translated[msgid])
    )
    for problem, terms in (
        ("has no Chinese", missing),
        ("is not in the template any more (make i18n)", left_over),
        ("has other placeholders in Chinese", differing),
    ):
        for term in terms:
            say(f"zh_CN.po: {term!r} {problem}")
    return not (missing or left_over or differing)


def placeholders(text):
    """Return the placeholders of a message: named ones as often as one likes."""
    named = set(re.findall(r"%\(\w+\)[sdif]|\{\w+\}", text))
    return sorted(named) + re.findall(r"%[sdif](?!\w)", text)


def seconds_since(started):
    """Return the time gone by, for a person."""
    return f"{time.monotonic() - started:.1f} s"


if __name__ == "__main__":
    run_command(main)
