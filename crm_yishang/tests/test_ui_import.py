from odoo.tests import HttpCase, tagged

from .import_common import ImportCommon, make_workbook


@tagged("post_install", "-at_install")
class TestUiImport(ImportCommon, HttpCase):
    def test_a_salesperson_imports_a_workbook_through_the_screen(self):
        self.sales_sjz1.write({"lang": "zh_CN", "password": self.sales_sjz1.login})
        rows = [
            ("客户名称", "电话", "区域名称", "联系人"),
            ["导入一号有限公司", 13800138000, "测试长安区", "王芳"],
            ["　导入二号有限公司 ", "０３１１－８８８８６６６６", "T1301", None],
            [None, "13900139000", None, None],
        ]
        self.env["ir.attachment"].create(
            {
                "name": "customers.xlsx",
                "raw": make_workbook(rows),
                "url": "/crm_yishang/test/customers.xlsx",
                "public": True,
            }
        )
        self.start_tour(
            "/odoo/my-customers",
            "crm_yishang_import_customers",
            login=self.sales_sjz1.login,
        )
        customer = self._find("导入一号有限公司")
        self.assertEqual(customer.user_id, self.sales_sjz1)
        self.assertEqual(customer.yishang_region_id, self.changan)
        self.assertEqual(customer.child_ids.name, "王芳")
        self.assertEqual(self._find("导入二号有限公司").phone, "0311-88886666")
