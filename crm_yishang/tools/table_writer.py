"""Workbooks of tables: one sheet each, with title, subject and who took it out."""

from itertools import chain, islice
from typing import NamedTuple
from unicodedata import east_asian_width

from .book_writer import BookWriter

_HEAD_ROW = 4
_WIDTHS = {
    "date": 12,
    "datetime": 17,
    "float": 12,
    "integer": 10,
    "monetary": 16,
    "percent": 10,
}
_TEXT_WIDTH = (8, 48)
# Rows that say how wide a column of text must be.
_SAMPLE = 200
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class TableRow(NamedTuple):
    """Values of a row; money is in ``currency``, a code, or empty for the usual one.

    ``kinds`` replaces those of the columns where a row has its own.
    """

    cells: list
    currency: str = ""
    kinds: tuple = ()


class Table(NamedTuple):
    """What stands on a sheet.

    ``columns`` are ``{"label", "kind"}``, ``rows`` any iterable, ``total`` is the last
    row or None, ``note`` a sentence on what is left out.
    """

    title: str
    columns: list
    rows: list
    total: TableRow | None = None
    note: str = ""


def write_tables(title, subject, imprint, tables):
    """Return the bytes of a workbook with one sheet for each table.

    :param title: what the workbook is, above each sheet's own title
    :param subject: whom or what it is about: a name, the filters
    :param imprint: who made it, and when
    """
    writer = TableWriter()
    for table in tables:
        writer.add_table(table, title, subject, imprint)
    return writer.close()


class TableWriter(BookWriter):
    """Writes tables with real numbers and dates in the formats of their columns."""

    def __init__(self):
        super().__init__(constant_memory=True)
        self._styles = {}

    def add_table(self, table, title, subject, imprint):
        """Add a sheet with a table."""
        page = self.book.add_worksheet(table.title.translate(_FORBIDDEN)[:31])
        # Rows may be read one by one, so the first ones are read once.
        rows = iter(table.rows)
        sample = list(islice(rows, _SAMPLE))
        self._set_widths(page, table.columns, sample)
        page.write_string(0, 0, f"{title} · {table.title}", self.title)
        page.write_string(1, 0, subject)
        page.write_string(2, 0, " · ".join(filter(None, (imprint, table.note))))
        for position, column in enumerate(table.columns):
            page.write_string(_HEAD_ROW, position, column["label"], self.head)
        page.freeze_panes(_HEAD_ROW + 1, 1)
        number = _HEAD_ROW
        for number, row in enumerate(chain(sample, rows), _HEAD_ROW + 1):
            self._write_row(page, number, table.columns, row)
        if table.total:
            self._write_row(page, number + 1, table.columns, table.total, True)
        self._set_paper(page)

    def _write_row(self, page, number, columns, row, is_total=False):
        kinds = row.kinds or [column["kind"] for column in columns]
        for position, (kind, value) in enumerate(zip(kinds, row.cells, strict=True)):
            style = self._get_style(kind, row.currency, is_total)
            if value is False or value is None or value == "":
                page.write_blank(number, position, None, style)
            else:
                self.put(page, number, position, value, style)

    def _get_style(self, kind, currency, is_total):
        key = (kind, currency if kind == "monetary" else "", is_total)
        if key not in self._styles:
            look = {"num_format": _get_number_format(kind, currency)}
            if kind == "text":
                look.update(text_wrap=True, valign="top")
            if is_total:
                look.update(bold=True, top=1, bg_color="#F2F2F2")
            self._styles[key] = self.book.add_format({"valign": "top", **look})
        return self._styles[key]

    def _set_widths(self, page, columns, sample):
        low, high = _TEXT_WIDTH
        for position, column in enumerate(columns):
            width = max(low, _get_width(column["label"]) + 2)
            if column["kind"] == "text":
                for row in sample:
                    width = max(width, _get_width(row.cells[position]) + 2)
            else:
                width = max(width, _WIDTHS[column["kind"]])
            page.set_column(position, position, min(width, high))

    def _set_paper(self, page):
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD_ROW)
        page.set_footer("&C&P / &N")


def _get_number_format(kind, currency):
    if kind == "monetary" and currency:
        return f'#,##0.00 "{currency}"'
    return {
        "date": "yyyy-mm-dd",
        "datetime": "yyyy-mm-dd hh:mm",
        "float": "#,##0.00",
        "integer": "#,##0",
        "monetary": "#,##0.00",
        "percent": "0.0%",
    }.get(kind, "@")


def _get_width(value):
    """Return how many narrow characters wide the longest line of a value is."""
    lines = str(value or "").splitlines() or [""]
    return max(
        sum(2 if east_asian_width(char) in "FW" else 1 for char in line)
        for line in lines
    )
