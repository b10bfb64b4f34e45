"""Reading workbooks that strangers send: sheets of plain values, or a clear refusal.

Nothing in the file is trusted: not its name, its size, its dimensions, its formulas.
"""

import io
import re
import warnings
import zipfile

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .cell_formula import NotConstantError, evaluate

FILE_MAX = 64 * 2**20
# A workbook of 100,000 customers unpacks to about 200 MB; its texts to about 60 MB.
UNPACKED_MAX = 768 * 2**20
STRINGS_MAX = 192 * 2**20
COLUMN_MAX = 120
ROW_MAX = 100_000
# Cells with a format and nothing in them, as whole columns with a border have them;
# more of these are taken out before reading, which they would slow down to a minute.
EMPTY_MAX = 50_000

# A row that is missing in the file; comparing with it is fast.
_NO_CELLS = (None,) * COLUMN_MAX
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEETS = "xl/worksheets/"
# Only cells that say where they are: the others count by what stands before them.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?\s*/>')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRING, _PLAIN = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"


class WorkbookError(ValueError):
    """A file that cannot be read as a workbook.

    :param reason: key of the sentence that tells it, see ``import_reasons``
    :param params: what the sentence names
    """

    def __init__(self, reason, **params):
        super().__init__(reason)
        self.reason = reason
        self.params = params


class Formula(str):
    """The text of a formula whose result is not in the file."""

    __slots__ = ()


class _Reader(ExcelReader):
    """openpyxl's reader without an object for each text; most have no format.

    Those took as long as all else it does with a workbook of customers.
    """

    def read_strings(self):
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _event, node in iterparse(source):
                if node.tag == _STRING:
                    self.shared_strings.append(_get_string(node))
                    node.clear()


class Workbook:
    """The visible sheets of an ``.xlsx`` file."""

    def __init__(self, content):
        """
        :param content: bytes of the file
        :raise WorkbookError: if that is no workbook, or one too big to be honest
        """
        self._content = content
        _check_kind(content)
        names = _check_archive(content)
        self._has_formula, empty = _scan(content, names)
        if empty > EMPTY_MAX:
            self._content = content = _without_empty_cells(content)
        self._book = _load(content, data_only=True)
        if not self._book.worksheets:
            raise WorkbookError("broken")

    @property
    def sheets(self):
        """Titles of the visible sheets, in order."""
        return [
            sheet.title
            for sheet in self._book.worksheets
            if sheet.sheet_state == "visible"
        ]

    @property
    def hidden_sheets(self):
        """Titles of the sheets the author does not see."""
        return [
            sheet.title
            for sheet in self._book.worksheets
            if sheet.sheet_state != "visible"
        ]

    def rows(self, title):
        """Yield ``(number, cells)`` of each row of the sheet that is not blank.

        :raise WorkbookError: if the sheet has more than ``ROW_MAX`` such rows
        """
        count = 0
        values = _iterate(self._book, title)
        formulas = self._formulas(title)
        for number, cells in enumerate(values, 1):
            if formulas is not None:
                cells = _with_formulas(cells, next(formulas, ()))
            if cells == _NO_CELLS or all(cell in (None, "") for cell in cells):
                continue
            count += 1
            if count > ROW_MAX + 20:
                raise WorkbookError("too_many_rows", limit=ROW_MAX)
            yield number, cells

    def _formulas(self, title):
        """Return the rows once more, with formulas instead of their results."""
        if not self._has_formula:
            return None
        return _iterate(_load(self._content, data_only=False), title)


def _get_string(node):
    if len(node) == 1 and node[0].tag == _PLAIN:
        text = node[0].text or ""
    else:
        text = Text.from_tree(node).content
    # As openpyxl undoes the escape of an underscore.
    return text.replace("x005F_", "")


def _load(content, data_only):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _Reader(io.BytesIO(content), read_only=True, data_only=data_only)
            reader.read()
            return reader.wb
    except Exception as error:
        # openpyxl meets a broken file with whatever breaks first: KeyError,
        # TypeError, ParseError, InvalidFileException ...
        raise WorkbookError("broken") from error


def _iterate(book, title):
    sheet = book[title]
    # What the file says about its own size is often wrong.
    sheet.reset_dimensions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from sheet.iter_rows(values_only=True, max_col=COLUMN_MAX)
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError("broken") from error


def _with_formulas(cells, formulas):
    """Put the constant result, or the formula itself, where no result is."""
    return tuple(
        _compute(formula)
        if value in (None, "") and isinstance(formula, str) and formula[:1] == "="
        else value
        for value, formula in zip(cells, formulas, strict=False)
    )


def _compute(formula):
    try:
        return evaluate(formula)
    except NotConstantError:
        return Formula(formula)


def _check_kind(content):
    """Tell the usual wrong files from each other, so that the answer helps."""
    if not content:
        raise WorkbookError("empty_file")
    if len(content) > FILE_MAX:
        raise WorkbookError("too_big", size=FILE_MAX // 2**20)
    if content.startswith(_OLE):
        raise WorkbookError("password" if _ENCRYPTED in content else "old_format")
    if not content.startswith(b"PK"):
        raise WorkbookError("no_workbook")


def _check_archive(content):
    """Refuse archives that are no workbook or unpack to more than any workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WorkbookError("broken") from error
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise WorkbookError("password")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookError("no_workbook")
    # The sizes in the directory bind the reader: it never unpacks more than they say.
    if sum(member.file_size for member in members) > UNPACKED_MAX:
        raise WorkbookError("unpacks_too_big")
    strings = (member for member in members if "sharedStrings" in member.filename)
    if sum(member.file_size for member in strings) > STRINGS_MAX:
        raise WorkbookError("unpacks_too_big")
    return names


def _scan(content, names):
    """Return whether any sheet holds a formula, and how many cells are empty.

    :raise WorkbookError: if a part declares entities, which grow in memory
    """
    found, empty = False, 0
    formula = re.compile(rb"<(?:\w+:)?f[\s>/]")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            for block in _blocks(archive, name):
                if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                    raise WorkbookError("broken")
                found = found or bool(formula.search(block))
                if name.startswith(_SHEETS):
                    empty += len(_EMPTY_CELL.findall(block))
    return found, empty


def _without_empty_cells(content):
    """Return the workbook without the cells that hold a format alone."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for member in source.infolist():
            with (
                source.open(member) as reader,
                target.open(member.filename, "w", force_zip64=True) as writer,
            ):
                is_sheet = member.filename.startswith(_SHEETS)
                _copy(reader, writer, _EMPTY_CELL if is_sheet else None)
    return stream.getvalue()


def _copy(reader, writer, unwanted, size=2**20):
    """Copy a member without what a pattern finds; that never spans two tags."""
    rest = b""
    while block := reader.read(size):
        block = rest + block
        end = block.rfind(b">") + 1 if unwanted else len(block)
        rest = block[end:]
        writer.write(unwanted.sub(b"", block[:end]) if unwanted else block[:end])
    writer.write(rest)


def _blocks(archive, name, size=2**20):
    """Yield the member in blocks that overlap, so that no mark is cut in two."""
    tail = b""
    try:
        with archive.open(name) as member:
            while block := member.read(size):
                yield tail + block
                tail = block[-64:]
    except (zipfile.BadZipFile, OSError, EOFError, zipfile.zlib.error) as error:
        raise WorkbookError("broken") from error
