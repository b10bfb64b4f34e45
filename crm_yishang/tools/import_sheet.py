"""What a workbook to import looks like: sheets, columns, rows. No database here."""

import dataclasses
import re
from collections.abc import Callable
from itertools import chain, islice

from .cells import (
    CellError,
    clean_date,
    clean_integer,
    clean_line,
    clean_positive,
    to_text,
)
from .workbook import Formula

# Columns of the error file, read over when it comes back: what is wrong, and the
# number the row had in the file it came from.
REASON_HEADINGS = ("错误原因", "Reason")
NUMBER_HEADINGS = ("原行号", "Original Row")
# The code of the template's example row, which is nobody's customer.
EXAMPLE_CODE = "示例"
_HEADING_SIGNS = re.compile(r"[\s*＊:：_]|[(（](必填|required)[)）]", re.IGNORECASE)
_BLANK = "\ufeff\u200b \u3000\xa0\t\r\n"
# Titles and remarks may stand above the headings.
HEADING_ROWS = 15


@dataclasses.dataclass(frozen=True, eq=False)
class Column:
    """One column of a sheet, declared once for reading, checking and the template.

    :param name: the field it fills, or a name its importer gives a meaning to
    :param zh: Chinese heading, the one of the template
    :param en: English heading
    :param clean: turns a raw cell into a value or raises ``CellError``
    :param aliases: other headings that mean the same
    :param required: an empty cell is wrong
    :param unique: a value stands in one row of the file only
    :param resolve: method of the importer that turns values into records
    :param is_repeated: an empty cell means what stands above it, as where cells are
        merged
    :param choices: what the template offers: a model's name or a selection field's
    :param example: cell of the example row
    :param help: sentence of the template's notes, translatable
    """

    name: str
    zh: str
    en: str
    clean: Callable = clean_line
    aliases: tuple = ()
    required: bool = False
    unique: bool = False
    is_repeated: bool = False
    resolve: str = ""
    choices: str = ""
    example: object = None
    help: object = ""
    width: int = 16

    @property
    def headings(self):
        """Every heading that means this column, as :func:`heading_key` has it."""
        return [heading_key(text) for text in (self.zh, self.en, *self.aliases)]

    @property
    def is_date(self):
        return self.clean is clean_date

    @property
    def is_number(self):
        return self.clean in (clean_integer, clean_positive)


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its title and columns; the first sheet of a kind is the main one."""

    name: str
    zh: str
    en: str
    columns: tuple

    @property
    def key(self):
        """The column by which rows are told from each other, if there is one."""
        return next((column for column in self.columns if column.unique), None)

    def __getitem__(self, name):
        return next(column for column in self.columns if column.name == name)


@dataclasses.dataclass(slots=True)
class Row:
    """One row read: what stood there, what it means, what is wrong with it."""

    number: int
    cells: tuple
    values: dict = dataclasses.field(default_factory=dict)
    errors: list = dataclasses.field(default_factory=list)
    is_cleaned: bool = False
    action: str = "create"
    record_id: int | None = None
    skipped: tuple = ()
    # The row of the main sheet below which it stands, see ``import_follower``.
    above: object = None

    def fail(self, column, reason, **params):
        """Note that the cell of ``column`` is wrong."""
        self.errors.append((column, CellError(reason, **params)))

    def skip(self, column, reason, **params):
        """Leave the row out, as the user wishes, and remember why."""
        self.action = "skip"
        self.skipped = (column, CellError(reason, **params))


@dataclasses.dataclass(slots=True)
class Table:
    """A sheet as it was found in the file."""

    sheet: Sheet
    title: str
    headings: tuple
    positions: dict
    rows: list = dataclasses.field(default_factory=list)
    unknown: list = dataclasses.field(default_factory=list)
    examples: int = 0

    @property
    def good_rows(self):
        return [row for row in self.rows if not row.errors]

    @property
    def bad_rows(self):
        return [row for row in self.rows if row.errors]

    def raw(self, row, column):
        """Return what stands in the file in that cell."""
        position = self.positions.get(column.name)
        if position is None or position >= len(row.cells):
            return None
        return row.cells[position]


def heading_key(text):
    """Return the form of a heading in which blanks, case and stars do not count.

    >>> heading_key(" 客户 名称 * （必填）") == heading_key("客户名称")
    True
    >>> heading_key("Customer Code"), heading_key(None)
    ('customercode', '')
    """
    try:
        text = clean_line(text) or ""
    except CellError:
        return ""
    return _HEADING_SIGNS.sub("", text).lower()


def find_columns(sheet, cells):
    """Return ``({column name: position}, [headings nobody knows])`` of a row.

    A column found twice is the one with the earlier name in its declaration.
    """
    keys = [heading_key(cell) for cell in cells]
    positions = {}
    for column in sheet.columns:
        for heading in column.headings:
            if heading in keys and keys.index(heading) not in positions.values():
                positions[column.name] = keys.index(heading)
                break
    ignored = {heading_key(text) for text in REASON_HEADINGS + NUMBER_HEADINGS}
    known = set(positions.values())
    unknown = [
        to_text(cell).strip()
        for position, cell in enumerate(cells)
        if keys[position] and position not in known and keys[position] not in ignored
    ]
    return positions, unknown


def find_head(sheet, numbered_rows):
    """Find the row of headings among the first rows of a sheet of a file.

    :param numbered_rows: list of ``(row number, cells)``
    :return: ``(its position, {column name: position}, [headings nobody knows])``; None
        and nothing where no heading that is needed is found
    """
    needed = {column.name for column in sheet.columns if column.required}
    best, positions, unknown = None, {}, []
    for index, (_number, cells) in enumerate(numbered_rows[:HEADING_ROWS]):
        found, others = find_columns(sheet, cells)
        # A title above the headings may look like one of them.
        if needed & found.keys() and len(found) > len(positions):
            best, positions, unknown = index, found, others
    return best, positions, unknown


def read_table(sheet, title, numbered_rows):
    """Read the rows under the headings of one sheet of a file.

    :param numbered_rows: iterable of ``(row number, cells)``
    :return: a :class:`Table`, or None where no heading of the sheet is found
    """
    numbered_rows = iter(numbered_rows)
    head = list(islice(numbered_rows, HEADING_ROWS))
    best, positions, unknown = find_head(sheet, head)
    if best is None:
        return None
    cells = head[best][1]
    width = max(i for i, cell in enumerate(cells) if heading_key(cell)) + 1
    table = Table(sheet, title, cells[:width], positions, unknown=unknown)
    for number, cells in chain(head[best + 1 :], numbered_rows):
        read_row(table, number, cells)
    return table


def read_row(table, number, cells):
    """Read one row into the table, unless it is blank or the example."""
    row = Row(number, tuple(cells[: len(table.headings)]))
    raws = _get_raws(table, row)
    if all(is_blank(raw) for raw in raws.values()):
        return
    if raws.get(table.sheet.columns[0].name) == EXAMPLE_CODE:
        table.examples += 1
        return
    row.cells = _repeat_cells(table, row)
    raws = _get_raws(table, row)
    for column in table.sheet.columns:
        if column.name in raws or column.required:
            _read_cell(row, column, raws.get(column.name))
    table.rows.append(row)


def _get_raws(table, row):
    return {
        column.name: table.raw(row, column)
        for column in table.sheet.columns
        if column.name in table.positions
    }


def _repeat_cells(table, row):
    """Return the cells, with what stands above where that is meant."""
    above = table.rows[-1] if table.rows else None
    cells = list(row.cells)
    # A blank row between ends a group.
    if above and above.number == row.number - 1:
        for column in table.sheet.columns:
            position = table.positions.get(column.name)
            if column.is_repeated and is_blank(table.raw(row, column)):
                cells[position] = table.raw(above, column)
    return tuple(cells)


def _read_cell(row, column, raw):
    try:
        if isinstance(raw, Formula):
            raise CellError("formula", value=str(raw))
        value = column.clean(raw)
    except CellError as error:
        row.errors.append((column, error))
        return
    if value is None:
        if column.required:
            row.fail(column, "required")
        return
    row.values[column.name] = value
    # A date cell of a date column, a number of a number column are as they should be.
    row.is_cleaned |= isinstance(raw, str) and raw != value
    row.is_cleaned |= isinstance(value, str) and not isinstance(raw, str)


def is_blank(raw):
    """Whether nothing can be seen in the cell.

    >>> is_blank(None), is_blank(" \u3000"), is_blank(0)
    (True, True, False)
    """
    return raw is None or (
        isinstance(raw, str) and not raw.strip("\ufeff\u200b \u3000\xa0\t\r\n")
    )


def mark_doubled(table):
    """Fail each row that repeats a unique value of a row above it."""
    for column in table.sheet.columns:
        if not column.unique:
            continue
        seen = {}
        for row in table.rows:
            value = row.values.get(column.name)
            if value is None:
                continue
            first = seen.setdefault(str(value).casefold(), row)
            if first is not row:
                row.fail(column, "doubled", row=first.number, value=value)
