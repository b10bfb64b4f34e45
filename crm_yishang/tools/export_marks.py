"""Workbooks of the host say who took them out, when and what."""

import io

import xlsxwriter

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAME_MAX = 31
_COLUMNS_MAX = 16384
_GREY = "#AAAAAA"
_WIDTH = 16


def add_marks(book, marks):
    """Add the marks to a workbook: to its properties, and as a sheet behind the data.

    The first sheet stays as it is, so that the file can be imported again.

    :param marks: ``{"title": name of the sheet, "user": name, "imprint": sentence,
        "lines": [(label, text)]}``
    """
    book.set_properties({"author": marks["user"], "comments": marks["imprint"]})
    page = book.add_worksheet(_get_free_name(book, marks["title"]))
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 80)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, (label, text) in enumerate(marks["lines"]):
        page.write_string(row, 0, label, wrapped)
        page.write_string(row, 1, text[:32767], wrapped)


def write_pivot(table, marks):
    """Return the bytes of a pivot table, laid out as the host does.

    Texts stay texts: the host hands a name that begins with ``=`` to Excel as formula.

    :param table: what the web client sends, see ``PivotModel.exportData``
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(_get_free_name(book, table["title"]))
    plain = book.add_format({"pattern": 1, "bg_color": _GREY})
    head = book.add_format({"bold": True, "pattern": 1, "bg_color": _GREY})
    bold = book.add_format({"bold": True})
    page.set_column(0, min(len(table["measure_headers"]), _COLUMNS_MAX - 1), _WIDTH)
    first = _write_heads(page, table, plain)
    if table["measure_headers"]:
        page.write_blank(first, 0, None, plain)
        for position, measure in enumerate(table["measure_headers"], 1):
            style = head if measure["is_bold"] else plain
            _put(page, first, position, measure["title"], style)
        first += 1
    for number, row in enumerate(table["rows"], first):
        _put(page, number, 0, f"{'     ' * row['indent']}{row['title']}", plain)
        for position, cell in enumerate(row["values"], 1):
            style = bold if cell.get("is_bold") else None
            _put(page, number, position, cell["value"], style)
    add_marks(book, marks)
    book.close()
    return stream.getvalue()


def _write_heads(page, table, style):
    """Write the names above the columns, which span rows and columns.

    :return: the number of the first row below them
    """
    taken = set()
    rows = table["col_group_headers"]
    for number, headers in enumerate(rows):
        page.write_blank(number, 0, None, style)
        position = 1
        for header in headers:
            while (number, position) in taken:
                position += 1
            width = min(header["width"], _COLUMNS_MAX - position)
            height = min(header["height"], len(rows) - number)
            for y in range(number, number + height):
                for x in range(position, position + width):
                    taken.add((y, x))
                    page.write_blank(y, x, None, style)
            _put(page, number, position, header["title"], style)
            position += width
    return len(rows)


def _put(page, row, column, value, style):
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value, style)
    elif value is None or value is False or value == "":
        page.write_blank(row, column, None, style)
    else:
        page.write_string(row, column, str(value)[:32767], style)


def _get_free_name(book, name):
    """Return a name for a sheet that Excel accepts and the workbook does not have."""
    name = str(name or "").translate(_FORBIDDEN).strip()[:_NAME_MAX] or "1"
    known = {known.lower() for known in book.sheetnames}
    free, number = name, 1
    while free.lower() in known:
        number += 1
        free = f"{name[: _NAME_MAX - 4]} {number}"
    return free
