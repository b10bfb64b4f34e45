from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import workbook
from .import_common import ImportCommon, make_workbook

HEADINGS = ("客户编码", "客户名称", "电话")


@tagged("post_install", "-at_install")
class TestBadInput(ImportCommon):
    """What is wrong is refused by name, with a way out, and changes nothing."""

    def test_a_code_is_taken_whatever_its_case(self):
        self.customer_sjz1.yishang_code = "Kh-Bad-1"
        self.env.flush_all()
        with self.assertRaisesRegex(
            ValidationError, "KH-BAD-1.*甲石家庄.*another code"
        ):
            self.customer_sjz2.with_user(self.director).yishang_code = "KH-BAD-1"

    def test_customers_are_not_given_to_people_without_employee(self):
        self.sales_sjz2.employee_ids.unlink()
        customer = self.customer_sjz1.with_user(self.director)
        with self.assertRaisesRegex(UserError, "no employee record.*operators"):
            customer.write({"user_id": self.sales_sjz2.id})
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)

    def test_a_workbook_that_names_a_colleagues_customers_changes_none(self):
        bd = self.customer_bd1
        bd.write({"yishang_code": "BAD-BD", "phone": "0312-7654321"})
        rows = [
            HEADINGS,
            ("bad-bd", "改名", "13800138000"),
            (None, bd.name, None),
            (None, "同号公司", "0312-7654321"),
        ]
        contacts = [("客户", "姓名"), ("BAD-BD", "塞进来的")]
        content = make_workbook(("客户资料", rows), ("联系人", contacts))
        for on_match in ("skip", "update", "refuse"):
            with self.subTest(on_match=on_match):
                wizard = self._open_wizard(content, self.sales_sjz1, on_match=on_match)
                wizard.action_import()
                self.assertEqual((wizard.count_wrong, wizard.count_read), (4, 4))
                reasons = " ".join(wizard.line_ids.mapped("reason"))
                self.assertIn("Ask your manager", reasons)
                self.assertNotIn(bd.user_id.name, reasons)
        self.assertEqual((bd.name, bd.phone), ("丙保定", "0312-7654321"))
        self.assertFalse(self._find("塞进来的") | self._find("同号公司"))

    def test_two_do_not_import_at_once(self):
        wizard = self._open_wizard(make_workbook([["客户名称"], ["同时录入"]]))
        with self.registry.cursor() as other:
            other.execute(
                SQL(
                    "SELECT pg_advisory_xact_lock(hashtext(%s))",
                    "crm.yishang.import customer",
                )
            )
            with self.assertRaisesRegex(UserError, "importing right now"):
                wizard.action_import()
        self.assertFalse(self._find("同时录入"))
        wizard.action_import()
        self.assertTrue(self._find("同时录入"))

    def test_a_code_recorded_since_the_check_is_refused_by_row(self):
        content = make_workbook(
            [HEADINGS, ("BAD-1", "甲公司", None), ("BAD-2", "乙", None)]
        )
        importer, plan = self._plan("customer", content)
        self.customer_sjz1.yishang_code = "bad-2"
        with self.assertRaisesRegex(UserError, "Nothing was imported. Row 3"):
            importer._apply(plan)
        self.assertFalse(self._find("甲公司"))

    def test_a_text_file_in_a_chinese_encoding_is_told_what_to_do(self):
        content = "客户名称,电话\n甲,13800138000\n".encode("gb18030")
        with self.assertRaisesRegex(UserError, r"\.csv.*saved as \.xlsx"):
            self._plan("customer", content)

    def test_formatted_empty_cells_are_taken_out_and_nothing_else(self):
        rows = [
            ("客户名称", None, "电话"),
            ("甲", "无标题", "13800138000"),
            (None, None, "0311-8888888"),
        ]
        content = make_workbook(rows)
        plain = list(workbook.Workbook(content).rows("Sheet1"))
        with patch.object(workbook, "EMPTY_MAX", -1):
            self.assertEqual(list(workbook.Workbook(content).rows("Sheet1")), plain)
        emptied = workbook._EMPTY_CELL.sub(
            b"", b'<c r="A1" s="3"/><c r="B1"><v>1</v></c>'
        )
        self.assertEqual(emptied, b'<c r="B1"><v>1</v></c>')
