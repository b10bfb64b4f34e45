import datetime
import doctest
import importlib
import io
import zipfile
from unittest.mock import patch

import openpyxl
import xlsxwriter

from odoo.tests import BaseCase, tagged

from ..tools import workbook
from ..tools.import_contact_sheet import CONTACTS
from ..tools.import_customer_sheet import CUSTOMERS
from ..tools.import_plan import read_plan
from ..tools.workbook import Formula, Workbook, WorkbookError
from .import_common import make_workbook

MODULES = (
    "cells",
    "cell_formula",
    "cell_numbers",
    "import_sheet",
    "import_table",
    "phone",
    "text",
    "workbook",
)


def zip_up(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unzip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@tagged("post_install", "-at_install")
class TestImportWorkbook(BaseCase):
    """Reading files, without a database."""

    def _read(self, content):
        return read_plan(content, "customer", (CUSTOMERS, CONTACTS), "skip")

    def _assert_refused(self, reason, content):
        with self.assertRaises(WorkbookError) as caught:
            self._read(content)
        self.assertEqual(caught.exception.reason, reason)

    def test_examples_of_the_documentation_hold(self):
        for name in MODULES:
            with self.subTest(module=name):
                module = importlib.import_module(f"..tools.{name}", __package__)
                result = doctest.testmod(
                    module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL
                )
                self.assertEqual(result.failed, 0)

    def test_wrong_files_are_told_apart(self):
        good = make_workbook([["客户名称"], ["甲"]])
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        for reason, content in (
            ("empty_file", b""),
            ("no_workbook", "客户名称,电话\n甲,1".encode()),
            ("no_workbook", zip_up({"word/document.xml": "<a/>"})),
            ("old_format", ole + bytes(100)),
            ("password", ole + "EncryptedPackage".encode("utf-16-le")),
            ("broken", b"PK" + bytes(100)),
            ("broken", good[: len(good) // 2]),
            ("broken", zip_up({**unzip(good), "xl/worksheets/sheet1.xml": "<a"})),
            ("broken", zip_up({**unzip(good), "xl/workbook.xml": "<a/>"})),
            ("no_headings", make_workbook([["完全", "无关"], ["甲", "乙"]])),
            ("no_headings", make_workbook([])),
            ("no_rows", make_workbook([["客户编码", "客户名称"]])),
        ):
            with self.subTest(reason=reason, content=content[:20]):
                self._assert_refused(reason, content)

    def test_entities_that_grow_in_memory_are_refused(self):
        members = unzip(make_workbook([["客户名称"], ["甲"]]))
        sheet = members["xl/worksheets/sheet1.xml"].decode()
        declared = sheet.replace(
            "<worksheet", '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet', 1
        )
        self._assert_refused(
            "broken", zip_up({**members, "xl/worksheets/sheet1.xml": declared})
        )

    def test_a_file_that_unpacks_too_big_is_refused_unread(self):
        content = make_workbook([["客户名称"], ["甲"]])
        for name in ("UNPACKED_MAX", "STRINGS_MAX"):
            with self.subTest(limit=name), patch.object(workbook, name, 100):
                self._assert_refused("unpacks_too_big", content)
        with patch.object(workbook, "FILE_MAX", 100):
            self._assert_refused("too_big", content)

    def test_too_many_rows_are_refused(self):
        with patch.object(workbook, "ROW_MAX", 10):
            self._assert_refused(
                "too_many_rows", make_workbook([["客户名称"], *[["甲"]] * 100])
            )

    def test_a_cell_of_ten_megabytes_is_one_wrong_cell(self):
        members = unzip(make_workbook([["客户名称", "电话"], ["大", "13800138000"]]))
        strings = members["xl/sharedStrings.xml"].decode()
        huge = strings.replace("<t>大</t>", f"<t>{'大' * (10 * 2**20 // 3)}</t>")
        plan = self._read(zip_up({**members, "xl/sharedStrings.xml": huge}))
        ((column, error),) = plan.rows[0].errors
        self.assertEqual((column.name, error.reason), ("name", "too_long"))
        self.assertEqual(error.params, {"length": 10 * 2**20 // 3, "limit": 32767})

    def test_titles_blank_rows_and_hidden_sheets_are_passed_over(self):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        book.add_worksheet("封面").write(0, 0, "本公司客户")
        hidden = book.add_worksheet("旧表")
        hidden.write_column(0, 0, ["客户名称", "旧客户"])
        hidden.write_column(0, 1, ["电话", "1"])
        hidden.hide()
        page = book.add_worksheet("数据")
        page.merge_range(0, 0, 0, 5, "客户名称一览")
        page.write_row(2, 1, ["客户名称", None, "电话"])
        page.write_row(5, 1, ["甲", "无标题", 13800138000])
        page.write_row(6, 1, ["   ", None, "\u3000"])
        book.close()
        plan = self._read(stream.getvalue())
        (row,) = plan.rows
        self.assertEqual(row.number, 6)
        self.assertEqual(row.values, {"name": "甲", "phone": "13800138000"})
        self.assertEqual(plan.unread, ["封面", "旧表"])

    def test_formulas_give_their_result_or_say_that_it_is_missing(self):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        page = book.add_worksheet()
        page.write_row(0, 0, ["客户名称", "电话", "备注"])
        page.write_formula(1, 0, '="甲"&"公司"', None, "甲公司")
        page.write_formula(1, 1, "=B1", None, "")
        page.write_formula(1, 2, '=" "', None, "")
        book.close()
        ((_heads, _cells), (_number, cells)) = Workbook(stream.getvalue()).rows(
            "Sheet1"
        )
        self.assertEqual(cells[0], "甲公司")
        self.assertIsInstance(cells[1], Formula)
        (row,) = self._read(stream.getvalue()).rows
        ((column, error),) = row.errors
        self.assertEqual((column.name, error.reason), ("phone", "formula"))

    def test_dates_and_errors_are_read_as_excel_means_them(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["客户名称", "首次接触日期", "下次联系日期"])
        sheet.append(["甲", datetime.date(2024, 9, 8), "#N/A"])
        sheet.append(["乙", 45543, "2024.9.8"])
        stream = io.BytesIO()
        book.save(stream)
        first, second = self._read(stream.getvalue()).rows
        day = datetime.date(2024, 9, 8)
        self.assertEqual(first.values["yishang_date_first_contact"], day)
        self.assertEqual(second.values["yishang_date_first_contact"], day)
        self.assertEqual(second.values["yishang_date_next_contact"], day)
        ((column, error),) = first.errors
        self.assertEqual(column.name, "yishang_date_next_contact")
        self.assertEqual(error.reason, "error_value")

    def test_a_million_formatted_but_empty_rows_cost_nothing(self):
        members = unzip(make_workbook([["客户名称", "电话"], ["甲", "13800138000"]]))
        sheet = members["xl/worksheets/sheet1.xml"].decode()
        far = sheet.replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
        )
        content = zip_up({**members, "xl/worksheets/sheet1.xml": far})
        self.assertEqual(len(self._read(content).rows), 1)
