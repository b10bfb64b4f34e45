"""What a workbook to import looks like: sheets, columns, rows. No database here."""

import dataclasses
import re
from collections.abc import Callable

from .cell_numbers import clean_integer, clean_positive
from .cells import (
    CellError,
    clean_date,
    clean_line,
    to_text,
)

# Columns of the error file, read over when it comes back: what is wrong, and the
# number the row had in the file it came from.
REASON_HEADINGS = ("错误原因", "Reason")
NUMBER_HEADINGS = ("原行号", "Original Row")
# The code of the template's example row, which is nobody's customer.
EXAMPLE_CODE = "示例"
_HEADING_SIGNS = re.compile(r"[\s*＊:：_]|[(（](必填|required)[)）]", re.IGNORECASE)
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
