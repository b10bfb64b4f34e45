import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook

CUSTOMERS = ("客户名称", "联系人", "联系人电话", "备注")
CONTACTS = ("客户", "姓名", "电话")


@tagged("post_install", "-at_install")
class TestImportLayout(ImportCommon):
    """Workbooks as offices keep them: sheets in any order, merged cells, blanks."""

    def _get_contacts(self, customer):
        return sorted(self._find(customer).child_ids.mapped("name"))

    def test_sheets_are_known_by_their_headings_in_any_order(self):
        content = make_workbook(
            ("说明", [["本表由销售部维护"]]),
            ("名单", [("客户名称", "姓名", "职务"), ("甲单位", "甲联系", "经理")]),
            (
                "公司",
                [["2024 年客户"], ("客户名称", "电话"), ("甲单位", "0311-8888888")],
            ),
        )
        plan = self._import("customer", content)
        self.assertEqual(plan.tables["customers"].title, "公司")
        self.assertEqual(plan.tables["contacts"].title, "名单")
        self.assertEqual(self._get_contacts("甲单位"), ["甲联系"])
        self.assertEqual(self._find("甲联系").function, "经理")

    def test_of_several_fitting_sheets_the_first_is_read_and_the_user_told(self):
        content = make_workbook(
            ("2023", [["客户名称"], ["去年客户"]]),
            ("2024", [["客户名称"], ["今年客户"]]),
        )
        wizard = self._open_wizard(content)
        wizard.action_import()
        self.assertIn("2024 has the headings of 2023, too", wizard.notes)
        self.assertTrue(self._find("去年客户"))
        self.assertFalse(self._find("今年客户"))

    def test_the_sheet_with_the_name_of_the_template_goes_first(self):
        content = make_workbook(
            ("旧", [["客户名称"], ["旧客户"]]), ("客户资料", [["客户名称"], ["新客户"]])
        )
        plan = self._import("customer", content)
        self.assertEqual(plan.tables["customers"].title, "客户资料")
        self.assertEqual(plan.doubled, [["客户资料", "旧"]])

    def test_where_no_sheet_fits_the_refusal_names_them(self):
        content = make_workbook(("目录", [["甲"]]), ("统计", [["乙"]]))
        with self.assertRaisesRegex(UserError, "目录、统计.*客户名称"):
            self._plan("customer", content)

    def test_contacts_alone_go_to_customers_that_exist(self):
        self.customer_sjz1.yishang_code = "SJZ1"
        plan = self._import(
            "customer",
            make_workbook(("联系人", [CONTACTS, ("sjz1", "新联系人", None)])),
        )
        self.assertEqual(plan.counts["create"], 1)
        self.assertEqual(self._find("新联系人").parent_id, self.customer_sjz1)

    def test_contacts_without_a_column_for_the_customer_are_refused(self):
        content = make_workbook(("联系人", [("姓名", "电话"), ("李强", None)]))
        with self.assertRaisesRegex(UserError, "联系人 lacks the column 客户"):
            self._plan("customer", content)

    def test_an_empty_customer_cell_means_the_row_right_above(self):
        content = make_workbook(
            ("客户资料", [["客户名称"], ["甲单位"]]),
            (
                "联系人",
                [
                    CONTACTS,
                    ("甲单位", "第一", None),
                    (None, "第二", None),
                    ("　", "第三", None),
                    (None, None, None),
                    (None, "隔了一行", None),
                    ("没有的单位", "第四", None),
                    (None, "第五", None),
                ],
            ),
        )
        plan = self._import("customer", content)
        self.assertEqual(self._get_contacts("甲单位"), ["第一", "第三", "第二"])
        self.assertEqual(
            self._reasons(plan),
            [
                (6, "客户", "required"),
                (7, "客户", "unknown"),
                (8, "客户", "unknown"),
            ],
        )

    def test_merged_customers_have_the_contacts_beside_them(self):
        book = openpyxl.Workbook()
        page = book.active
        for row in (
            CUSTOMERS,
            ("甲单位", "第一", "13800138001", "老客户"),
            (None, "第二", "13800138002", None),
            (None, "第三", "13800138003", "常出差"),
            ("乙单位", "第四", None, None),
        ):
            page.append(row)
        page.merge_cells("A2:A4")
        stream = io.BytesIO()
        book.save(stream)
        plan = self._import("customer", stream.getvalue())
        self.assertEqual(plan.counts["create"], 4)
        self.assertEqual(self._get_contacts("甲单位"), ["第一", "第三", "第二"])
        self.assertEqual(self._find("第二").phone, "13800138002")
        self.assertEqual(self._get_contacts("乙单位"), ["第四"])

    def test_a_row_with_more_than_a_contact_needs_its_customer(self):
        plan = self._customers(
            [["甲单位", "第一", None], [None, "第二", "石家庄"], [None, "第三", None]],
            headings=("客户名称", "联系人", "地址"),
        )
        self.assertEqual(self._reasons(plan)[0], (3, "客户名称", "required"))
        self.assertEqual(self._get_contacts("甲单位"), ["第一"])

    def test_contacts_of_a_wrong_customer_come_back_with_its_name(self):
        rows = [
            CUSTOMERS,
            ("甲单位", "第一", "没有号码", None),
            (None, "第二", "13800138002", None),
        ]
        wizard = self._open_wizard(make_workbook(("客户资料", rows)))
        wizard.action_check()
        self.assertEqual((wizard.count_wrong, wizard.count_create), (2, 0))
        reasons = wizard.line_ids.mapped("reason")
        self.assertIn("Row 2 of 客户资料, the customer, is wrong.", reasons)

    def test_contacts_below_a_customer_one_may_only_read_are_refused(self):
        self.pool_sjz.yishang_code = "POOL1"
        content = make_workbook(
            ("客户资料", [("客户编码", "客户名称"), ("POOL1", "任意")]),
            ("联系人", [CONTACTS, ("POOL1", "塞进来的", None)]),
        )
        plan = self._import("customer", content, user=self.sales_sjz1)
        self.assertEqual(self._reasons(plan), [(2, "客户", "not_writable")])
        self.assertFalse(self._find("塞进来的"))
