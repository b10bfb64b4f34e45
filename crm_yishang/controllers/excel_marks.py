from ..tools.export_marks import add_marks


class ExcelMarks:
    """To be named before a writer of the host: texts stay texts, and marks are added.

    The host hands a text that begins with ``=`` to Excel as a formula.
    """

    marks = None

    def write(self, row, column, cell_value, style=None):
        if cell_value and isinstance(cell_value, str):
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)

    def close(self):
        add_marks(self.workbook, self.marks)
        return super().close()
