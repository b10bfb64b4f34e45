"""The rows of one sheet of a workbook to import, as they are read. No database here."""

import dataclasses
from itertools import chain, islice

from .cells import CellError
from .import_sheet import EXAMPLE_CODE, HEADING_ROWS, Sheet, find_head, heading_key
from .workbook import Formula

_BLANK = "\ufeff\u200b \u3000\xa0\t\r\n"


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
    memory: dict = dataclasses.field(default_factory=dict)

    def remember(self, key, compute, *args):
        """Return ``compute(*args)``, worked out once for each ``key``."""
        if key not in self.memory:
            self.memory[key] = compute(*args)
        return self.memory[key]

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
    # ``(column, position)`` of the columns that the file has.
    found: list = dataclasses.field(init=False)

    def __post_init__(self):
        self.found = [
            (column, self.positions[column.name])
            for column in self.sheet.columns
            if column.name in self.positions
        ]

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
    if repeated := _get_repeated(table, row):
        row.cells = tuple(map(repeated.get, range(len(row.cells)), row.cells))
        raws = _get_raws(table, row)
    for column in table.sheet.columns:
        if column.name in raws or column.required:
            _read_cell(row, column, raws.get(column.name))
    table.rows.append(row)


def _get_raws(table, row):
    cells, count = row.cells, len(row.cells)
    return {
        column.name: cells[position] if position < count else None
        for column, position in table.found
    }


def _get_repeated(table, row):
    """Return ``{position: what stands above}`` of cells for which that is meant."""
    above = table.rows[-1] if table.rows else None
    # A blank row between ends a group.
    if not above or above.number != row.number - 1:
        return {}
    return {
        position: table.raw(above, column)
        for column, position in table.found
        if column.is_repeated and is_blank(table.raw(row, column))
    }


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
    return raw is None or (isinstance(raw, str) and not raw.strip(_BLANK))


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
