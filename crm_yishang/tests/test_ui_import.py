from odoo.tests import HttpCase, tagged

from .import_common import ImportCommon, make_workbook, read_workbook


@tagged("post_install", "-at_install")
class TestUiImport(ImportCommon, HttpCase):
    def test_template_and_wrong_rows_are_downloads(self):
        rows = [("客户名称", "电话"), [None, "1"]]
        wizard = self._open_wizard(make_workbook(("客户资料", rows)))
        wizard.action_check()
        self.crm_admin.password = self.crm_admin.login
        self.authenticate(self.crm_admin.login, self.crm_admin.login)
        for action in (
            wizard.action_download_template(),
            wizard.action_download_errors(),
        ):
            response = self.url_open(action["url"])
            with self.subTest(url=action["url"]):
                self.assertEqual(response.status_code, 200)
                self.assertIn("attachment", response.headers["Content-Disposition"])
                self.assertIn("客户资料", read_workbook(response.content))

    def test_nobody_downloads_the_workbook_of_another(self):
        content = make_workbook([("客户名称", "电话"), [None, "1"]])
        wizard = self._open_wizard(content, self.sales_sjz1)
        wizard.action_check()
        self.sales_sjz2.password = self.sales_sjz2.login
        self.authenticate(self.sales_sjz2.login, self.sales_sjz2.login)
        response = self.url_open(wizard.action_download_errors()["url"])
        self.assertEqual(response.status_code, 404)

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
