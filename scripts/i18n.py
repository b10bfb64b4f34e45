"""Regenerate the translation template and bring zh_CN.po in step with it.

What is translated stays so, what is gone from the sources is dropped. PO="a.po b.po"
takes translations from these files, too.
"""

import os
from pathlib import Path

import polib

from devenv import database, instance, paths, postgres
from devenv.console import run_command, run_logged, say

DATABASE = "yishang_i18n"
FOLDER = paths.ADDON_DIR / "i18n"
TEMPLATE = FOLDER / f"{paths.ADDON}.pot"
CHINESE = FOLDER / "zh_CN.po"
# They change at every export and say nothing.
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date")
ABOUT_CHINESE = {
    "Language": "zh_CN",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def main():
    """Export the terms from a database with the addon alone, then merge."""
    FOLDER.mkdir(exist_ok=True)
    with postgres.server(), database.reserved(DATABASE):
        database.create(DATABASE, database.PLAIN)
        export(DATABASE)
        database.drop(DATABASE)
    template = read_template()
    chinese = merge(template, known_translations())
    missing = [entry.msgid for entry in chinese if not entry.msgstr]
    say(f"{len(template)} terms, {len(missing)} without Chinese")
    for msgid in missing:
        say(f"    {msgid!r}")


def export(name):
    """Write the template with Odoo's own exporter."""
    environment = instance.environment()
    options = ["-c", environment["ODOO_RC"], "-d", name, "-l", "pot"]
    target = ["-o", str(TEMPLATE), paths.ADDON]
    command = instance.command("i18n", "export", *options, *target)
    run_logged(command, "i18n.log", env=environment)


def read_template():
    """Return the template, without what changes at every export."""
    template = polib.pofile(str(TEMPLATE), wrapwidth=0)
    for name in VOLATILE:
        template.metadata.pop(name, None)
    template.save()
    return template


def known_translations():
    """Return msgid -> msgstr from the present file and from those named by PO."""
    known = {}
    others = [Path(name) for name in os.environ.get("PO", "").split()]
    for path in (CHINESE, *others):
        if path.exists():
            entries = polib.pofile(str(path)).translated_entries()
            known.update({entry.msgid: entry.msgstr for entry in entries})
        elif path != CHINESE:
            say(f"there is no {path}")
    return known


def merge(template, known):
    """Write and return the Chinese catalogue: the template with what is known."""
    chinese = polib.POFile(wrapwidth=0)
    chinese.header = template.header
    chinese.metadata = {**template.metadata, **ABOUT_CHINESE}
    for entry in template:
        chinese.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=known.get(entry.msgid, ""),
                msgctxt=entry.msgctxt,
                comment=entry.comment,
                occurrences=entry.occurrences,
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
            )
        )
    chinese.save(str(CHINESE))
    return chinese


if __name__ == "__main__":
    run_command(main)
