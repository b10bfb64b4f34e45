"""What an import is going to do, before it does anything."""

import dataclasses

from .import_sheet import heading_key, mark_doubled, read_table
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
    :param notes: sentences on what else the import will do
    """

    kind: str
    on_match: str
    tables: dict
    unread: list
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
    tables, free = {}, list(book.sheets)
    for sheet in sheets:
        for title in _candidates(sheet, free):
            table = read_table(sheet, title, book.rows(title))
            if table:
                tables[sheet.name] = table
                free.remove(title)
                break
    _check_tables(sheets, tables)
    for table in tables.values():
        mark_doubled(table)
    unread = [title for title in free + book.hidden_sheets if title not in OWN_SHEETS]
    return Plan(kind, on_match, tables, unread)


def _candidates(sheet, titles):
    """Return the titles to look at: the sheet's own name goes first."""
    own = {heading_key(sheet.zh), heading_key(sheet.en)}
    titles = [title for title in titles if title not in OWN_SHEETS]
    return sorted(titles, key=lambda title: heading_key(title) not in own)


def _check_tables(sheets, tables):
    main = sheets[0]
    if main.name not in tables:
        needed = [column.zh for column in main.columns if column.required]
        raise WorkbookError("no_headings", headings="、".join(needed))
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
    table = tables[main.name]
    if not any(table.rows for table in tables.values()):
        raise WorkbookError("no_rows", sheet=table.title)
