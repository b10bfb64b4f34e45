"""Workbooks the import hands out: the template, and the rows to correct."""

import datetime

import xlsxwriter

from .book_writer import BookWriter
from .cells import CELL_MAX
from .import_sheet import EXAMPLE_CODE, NUMBER_HEADINGS, REASON_HEADINGS

NOTES_TITLE, OPTIONS_TITLE, SKIPPED_TITLE = "填写说明", "选项", "跳过的行"
NOTES_HEADINGS = ("工作表", "列标题", "英文标题", "必填", "说明")
# Rows of the template that offer the choices of a column.
TEMPLATE_ROWS = 5000


def write_template(sheets, choices, notes):
    """Return the bytes of an empty workbook with headings, choices and notes.

    :param sheets: the sheets of a kind
    :param choices: ``{(sheet name, column name): [texts to choose from]}``
    :param notes: ``{(sheet name, column name): explanation}``
    """
    writer = BookWriter()
    pages = [writer.book.add_worksheet(sheet.zh) for sheet in sheets]
    notes_page = writer.book.add_worksheet(NOTES_TITLE)
    options_page = writer.book.add_worksheet(OPTIONS_TITLE)
    options_page.hide()
    option_column = 0
    for sheet, page in zip(sheets, pages, strict=True):
        _write_headings(writer, sheet, page)
        for position, column in enumerate(sheet.columns):
            texts = choices.get((sheet.name, column.name))
            if texts:
                options_page.write_column(0, option_column, texts)
                _offer(page, position, option_column, len(texts))
                option_column += 1
    _write_notes(writer, notes_page, sheets, notes)
    return writer.close()


def _write_headings(writer, sheet, page):
    page.freeze_panes(1, 0)
    for position, column in enumerate(sheet.columns):
        style = writer.required if column.required else writer.head
        page.set_column(position, position, column.width, _cell_style(writer, column))
        page.write_string(0, position, column.zh, style)
        example = EXAMPLE_CODE if position == 0 else column.example
        is_date = isinstance(example, datetime.date)
        style = writer.example_date if is_date else writer.example
        writer.put(page, 1, position, example, style)


def _cell_style(writer, column):
    """Codes and phones keep their zeros as text; dates show as dates."""
    if column.is_date:
        return writer.date
    return None if column.is_number else writer.text


def _offer(page, position, option_column, count):
    letter = xlsxwriter.utility.xl_col_to_name(option_column)
    page.data_validation(
        1,
        position,
        TEMPLATE_ROWS,
        position,
        {
            "validate": "list",
            "source": f"={OPTIONS_TITLE}!${letter}$1:${letter}${count}",
            # A code may be typed as well.
            "error_type": "information",
            "ignore_blank": True,
        },
    )


def _write_notes(writer, page, sheets, notes):
    for position, (heading, width) in enumerate(
        zip(NOTES_HEADINGS, (14, 18, 18, 8, 80), strict=True)
    ):
        page.set_column(position, position, width)
        page.write_string(0, position, heading, writer.head)
    page.freeze_panes(1, 0)
    number = 1
    for sheet in sheets:
        for column in sheet.columns:
            cells = (
                sheet.zh,
                column.zh,
                column.en,
                "是" if column.required else "",
                notes.get((sheet.name, column.name), ""),
            )
            for position, cell in enumerate(cells):
                page.write_string(number, position, cell, writer.wrapped)
            number += 1


def write_bad_rows(tables, reasons):
    """Return the bytes of a workbook of the wrong rows, to correct and import again.

    :param tables: the tables of a plan
    :param reasons: method that turns ``(column, CellError)`` into a sentence
    """
    writer = BookWriter(constant_memory=True)
    for table in tables:
        if rows := table.bad_rows:
            _write_rows(
                writer,
                table,
                writer.book.add_worksheet(table.title[:31]),
                ((row, "\n".join(map(reasons, row.errors))) for row in rows),
            )
    skipped = [table for table in tables if any(row.skipped for row in table.rows)]
    for table in skipped[:1]:
        rows = (row for row in table.good_rows if row.skipped)
        _write_rows(
            writer,
            table,
            writer.book.add_worksheet(SKIPPED_TITLE),
            ((row, reasons(row.skipped)) for row in rows),
        )
    return writer.close()


def _write_rows(writer, table, page, rows_and_reasons):
    page.freeze_panes(1, 0)
    width = len(table.headings)
    page.set_column(0, width - 1, 16)
    page.set_column(width + 1, width + 1, 60)
    for position, heading in enumerate(table.headings):
        writer.put(page, 0, position, heading, writer.head)
    page.write_string(0, width, NUMBER_HEADINGS[0], writer.head)
    page.write_string(0, width + 1, REASON_HEADINGS[0], writer.head)
    for number, (row, reason) in enumerate(rows_and_reasons, 1):
        for position, cell in enumerate(row.cells):
            writer.put(page, number, position, cell)
        page.write_number(number, width, row.number)
        page.write_string(number, width + 1, reason[:CELL_MAX], writer.wrong)
