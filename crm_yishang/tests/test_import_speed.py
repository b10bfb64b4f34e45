from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook

ROWS = 1000
HEADINGS = (
    "客户名称",
    "客户类型",
    "区域编码",
    "电话",
    "跟进业务员",
    "联系人",
    "联系人电话",
    "备注",
)
OWNERS = ("sales_sjz1", "sales_sjz2", "sales_bd1")


@tagged("post_install", "-at_install")
class TestImportSpeed(ImportCommon):
    def test_a_thousand_customers_cost_few_statements(self):
        rows = [
            [
                f"客户{number}",
                "测试经销商",
                "T1301",
                f"138{number:08}",
                OWNERS[number % 3],
                f"联系人{number}",
                f"139{number:08}",
                f"第{number}行",
            ]
            for number in range(ROWS)
        ]
        content = make_workbook([HEADINGS, *rows])
        self.env.flush_all()
        self.env.invalidate_all()
        count = self.env.cr.sql_log_count
        plan = self._import("customer", content)
        self.env.flush_all()
        count = self.env.cr.sql_log_count - count
        self.assertEqual(plan.counts["create"], ROWS)
        # The promise is 2.1 statements a row; a query in a loop costs one at once.
        self.assertLess(count / ROWS, 0.5)
        customers = self.env["res.partner"].search_count(
            [("yishang_is_customer", "=", True), ("name", "=like", "客户%")]
        )
        contacts = self.env["res.partner"].search_count(
            [("yishang_customer_id", "!=", False), ("name", "=like", "联系人%")]
        )
        self.assertEqual((customers, contacts), (ROWS, ROWS))
