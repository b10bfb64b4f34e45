"""What an import is going to do, before it does anything."""

import dataclasses
from itertools import islice

from .import_follower import add_followers
from .import_sheet import HEADING_ROWS, find_head, heading_key
from .import_table import mark_doubled, read_table
from .workbook import Workbook, WorkbookError

# Titles of the template's sheets that hold no rows.
OWN_SHEETS = ("填写说明", "选项", "跳过的行")


@dataclasses.dataclass(slots=True)
class Plan:
    """The rows of a file, what each will do, and what was not read.

    :param kind: what is imported, see ``crm.yishang.import.kind``
    :param on_match: what happens to rows that exist: ``skip``, ``update``, ``refuse``
    :param tables: ``{sheet name: Table}``, the main one first
    :param unread: titles of sheets that were not read
    :param doubled: lists of titles with the same headings, of which the first was read
    :param notes: sentences on what else the import will do
    """

    kind: str
    on_match: str
    tables: dict
    unread: list
    doubled: list
    notes: list = dataclasses.field(default_factory=list)

    @property
    def rows(self):
        return [row for table in self.tables.values() for row in table.rows]

    @property
    def saved_rows(self):
        """Rows of the main sheet that are created or changed."""
        main = next(iter(self.tables.values()))
        return [row for row in main.good_rows if row.action in ("create", "update")]

    @property
    def counts(self):
        """Return ``{"read", "create", "update", "skip", "wrong", "cleaned"}``."""
        counts = dict.fromkeys(("create", "update", "skip", "wrong"), 0)
        for row in self.rows:
            counts["wrong" if row.errors else row.action] += 1
        counts["read"] = len(self.rows)
        counts["cleaned"] = sum(row.is_cleaned and not row.errors for row in self.rows)
        return counts


def read_plan(content, kind, sheets, on_match):
    """Read the sheets of a kind from a file and check what needs no database.

    :raise WorkbookError: if the file or its headings are not usable
    """
    book = Workbook(content)
    fitting = _find_titles(book, sheets)
    tables = {
        sheet.name: read_table(sheet, titles[0], book.rows(titles[0]))
        for sheet in sheets
        if (titles := fitting[sheet.name])
    }
    _check_tables(sheets, tables, book)
    add_followers(tables)
    for table in tables.values():
        mark_doubled(table)
    read = {titles[0] for titles in fitting.values() if titles}
    unread = [
        title
        for title in book.sheets + book.hidden_sheets
        if title not in read and title not in OWN_SHEETS
    ]
    doubled = [titles for titles in fitting.values() if len(titles) > 1]
    return Plan(kind, on_match, tables, unread, doubled)


def _find_titles(book, sheets):
    """Return ``{sheet name: titles that fit it, the one to read first}``."""
    fitting = {sheet.name: [] for sheet in sheets}
    for title in book.sheets:
        if title in OWN_SHEETS:
            continue
        head = list(islice(book.rows(title), HEADING_ROWS))
        found = {sheet.name: find_head(sheet, head)[1] for sheet in sheets}
        named = [sheet for sheet in sheets if _is_named(sheet, title)]
        if named and found[named[0].name]:
            fitting[named[0].name].insert(0, title)
        elif sheet := _choose_sheet(sheets, found):
            fitting[sheet.name].append(title)
    return fitting


def _choose_sheet(sheets, found):
    """Return the sheet that a title without a telling name is.

    That is the main one if its headings are there. Contacts have the customer's name,
    too: a sheet with more of their headings, and one needed that the main sheet does
    not know, is theirs.
    """
    main, *others = sheets
    for sheet in others:
        positions = found[sheet.name]
        needed = {positions.get(one.name) for one in sheet.columns if one.required}
        is_other = not needed <= {None, *found[main.name].values()}
        if is_other and len(positions) > len(found[main.name]):
            return sheet
    return main if found[main.name] else None


def _is_named(sheet, title):
    return heading_key(title) in (heading_key(sheet.zh), heading_key(sheet.en))


def _check_tables(sheets, tables, book):
    if not tables:
        needed = [column.zh for column in sheets[0].columns if column.required]
        raise WorkbookError(
            "no_headings", headings="、".join(needed), sheets="、".join(book.sheets)
        )
    for table in tables.values():
        missing = [
            column.zh
            for column in table.sheet.columns
            if column.required and column.name not in table.positions
        ]
        if missing:
            raise WorkbookError(
                "heading_missing", sheet=table.title, headings="、".join(missing)
            )
    if not any(table.rows for table in tables.values()):
        title = next(iter(tables.values())).title
        raise WorkbookError("no_rows", sheet=title)
