"""The workbooks the addon hands out: what all of them share."""

import datetime
import io

import xlsxwriter

from .cells import CELL_MAX

_DATE_FORMAT = "yyyy-mm-dd"


class BookWriter:
    """A workbook in memory with the formats all our sheets share."""

    def __init__(self, constant_memory=False):
        self._stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self._stream,
            {
                "in_memory": True,
                "constant_memory": constant_memory,
                "default_date_format": _DATE_FORMAT,
            },
        )
        add = self.book.add_format
        head = {"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True}
        self.head = add(head)
        self.required = add({**head, "font_color": "#C00000"})
        self.text = add({"num_format": "@"})
        self.date = add({"num_format": _DATE_FORMAT})
        self.example = add({"italic": True, "font_color": "#808080", "num_format": "@"})
        self.example_date = add(
            {"italic": True, "font_color": "#808080", "num_format": _DATE_FORMAT}
        )
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.wrong = add({"font_color": "#C00000"})
        self.title = add({"bold": True, "font_size": 16})
        self.muted = add({"font_color": "#808080"})

    def close(self):
        """Finish the workbook and return its bytes."""
        self.book.close()
        return self._stream.getvalue()

    def put(self, sheet, row, position, value, style=None):
        """Write a raw cell as it was read; text stays text, a formula too."""
        if value is None:
            return
        if isinstance(value, datetime.date) and value.year >= 1900:
            sheet.write_datetime(row, position, value, style or self.date)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, position, value, style)
        else:
            sheet.write_string(row, position, str(value)[:CELL_MAX], style)
