import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config

from ..wizard import crm_yishang_import
from .import_common import ImportCommon, make_workbook, read_workbook

HEADINGS = ("客户编码", "客户名称", "电话")


@tagged("post_install", "-at_install")
class TestImportWizard(ImportCommon):
    def _workbook(self):
        return make_workbook(
            (
                "客户资料",
                [
                    (*HEADINGS, "老系统编号"),
                    ["W1", "好客户", 13800138001, "x1"],
                    ["W2", None, "13800138002", "=1+1"],
                    [None, "甲石家庄", None, None],
                ],
            ),
            ("杂项", [["什么都没有"]]),
        )

    def test_checking_shows_numbers_and_reasons_and_changes_nothing(self):
        wizard = self._open_wizard(self._workbook())
        wizard.action_check()
        self.assertEqual(wizard.state, "check")
        counts = [
            wizard[f"count_{name}"] for name in ("read", "create", "skip", "wrong")
        ]
        self.assertEqual(counts, [3, 1, 1, 1])
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "is_wrong": True,
                    "row": 3,
                    "column": "Customer Name",
                    "value": False,
                    "reason": "This is required and the cell is empty.",
                },
                {
                    "is_wrong": False,
                    "row": 4,
                    "column": "Customer Name",
                    "value": "甲石家庄",
                    "reason": "Exists already, by Customer Name: 甲石家庄.",
                },
            ],
        )
        self.assertIn("老系统编号", wizard.notes)
        self.assertIn("杂项", wizard.notes)
        self.assertFalse(self._find("好客户"))

    def test_the_file_of_wrong_rows_can_be_imported_again(self):
        wizard = self._open_wizard(self._workbook())
        wizard.action_check()
        sheets = read_workbook(base64.b64decode(wizard.error_file))
        self.assertEqual(list(sheets), ["客户资料", "跳过的行"])
        headings, wrong = sheets["客户资料"]
        self.assertEqual(headings, (*HEADINGS, "老系统编号", "原行号", "错误原因"))
        # What a cell held is text again, never a formula.
        self.assertEqual(wrong[:4], ("W2", None, "13800138002", "=1+1"))
        self.assertIn("Customer Name: This is required", wrong[-1])
        again = self._open_wizard(
            make_workbook(("客户资料", [headings, ["W2", "补上了", *wrong[2:]]]))
        )
        again.action_import()
        self.assertEqual((again.state, again.count_create), ("done", 1))
        self.assertEqual(self._find("补上了").yishang_code, "W2")

    def test_importing_takes_the_good_rows(self):
        wizard = self._open_wizard(self._workbook())
        wizard.action_import()
        self.assertEqual(self._find("好客户").phone, "13800138001")
        action = wizard.action_view_records()
        self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(action["domain"], [("id", "in", self._find("好客户").ids)])

    def test_nothing_at_all_means_nothing_while_a_row_is_wrong(self):
        wizard = self._open_wizard(self._workbook(), on_error="nothing")
        with self.assertRaisesRegex(UserError, "1 rows are wrong"):
            wizard.action_import()
        self.assertFalse(self._find("好客户"))

    def test_the_template_is_what_the_import_reads(self):
        wizard = self._open_wizard(b"", kind="customer")
        content = base64.b64decode(wizard.template_file)
        sheets = read_workbook(content)
        self.assertEqual(list(sheets), ["客户资料", "联系人", "填写说明", "选项"])
        headings, example = sheets["客户资料"][:2]
        self.assertEqual(headings[:3], ("客户编码", "客户名称", "客户简称"))
        self.assertEqual(example[0], "示例")
        # The example row is nobody's customer.
        with self.assertRaisesRegex(UserError, "no row"):
            self._open_wizard(content).action_check()
        filled = dict.fromkeys(headings) | {
            "客户名称": "模板客户",
            "客户类型": "TDEALER",
        }
        content = make_workbook(
            ("客户资料", [headings, example, list(filled.values())]),
            *[(title, rows) for title, rows in sheets.items() if title != "客户资料"],
        )
        wizard = self._open_wizard(content)
        wizard.action_import()
        self.assertEqual(wizard.count_create, 1)
        self.assertEqual(wizard.notes, "The example row was left out.")
        self.assertEqual(self._find("模板客户").yishang_type_id, self.dealer)

    def test_every_kind_has_a_template_whose_headings_are_found(self):
        for importer in self.env["crm.yishang.import.kind"]._get_importers():
            for kind in importer._get_kinds():
                with self.subTest(kind=kind):
                    sheets = read_workbook(importer._get_template(kind))
                    for sheet in importer._get_sheets(kind):
                        headings = [column.zh for column in sheet.columns]
                        self.assertEqual(list(sheets[sheet.zh][0]), headings)

    def test_reasons_are_in_the_language_of_the_user(self):
        wizard = self._open_wizard(self._workbook()).with_context(lang="zh_CN")
        wizard.action_check()
        self.assertEqual(wizard.line_ids[0].column, "客户名称")

    def test_a_salesperson_is_offered_customers_only(self):
        wizard = self.env["crm.yishang.import"].with_user(self.sales_sjz1)
        self.assertEqual(
            [kind for kind, _ in wizard._get_kind_selection()], ["customer"]
        )
        forged = self._open_wizard(self._workbook(), self.sales_sjz1)
        forged.kind = "region"
        with self.assertRaises(AccessError):
            forged.action_check()

    def test_nobody_reads_the_import_of_another(self):
        wizard = self._open_wizard(self._workbook(), self.sales_sjz1)
        wizard.action_check()
        for record in (wizard, wizard.line_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.sales_sjz2).read()

    def test_more_rows_than_a_request_has_time_for_are_refused(self):
        wizard = self._open_wizard(self._workbook())
        with (
            patch.dict(config.options, {"limit_time_real": 1}),
            patch.object(crm_yishang_import, "ROWS_PER_SECOND", 0.5),
            patch.object(crm_yishang_import, "request", True),
            self.assertRaisesRegex(UserError, "at most 0.5 rows"),
        ):
            wizard.action_import()
        self.assertFalse(self._find("好客户"))

    def test_a_workbook_is_needed(self):
        wizard = self.env["crm.yishang.import"].create({"kind": "customer"})
        with self.assertRaisesRegex(UserError, "Choose a workbook first"):
            wizard.action_check()
