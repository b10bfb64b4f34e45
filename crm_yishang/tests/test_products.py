from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon

GROUP = "crm_yishang.crm_yishang_group_"
VIEW = "crm_yishang.crm_yishang_product_product_view_"


@tagged("post_install", "-at_install")
class TestProducts(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson, cls.administrator = (
            new_test_user(cls.env, login=f"test_{role}", groups=f"{GROUP}{role}")
            for role in ("salesperson", "administrator")
        )

    def test_administrator_maintains_products(self):
        products = self.env["product.product"].with_user(self.administrator)
        unit = self.env.ref("uom.product_uom_dozen")
        with Form(products, f"{VIEW}form") as form:
            form.name = "测试水泵"
            form.default_code = "ZX-1"
            form.lst_price = 1280.5
            form.uom_id = unit
        product = form.record
        self.assertRecordValues(
            product.product_tmpl_id,
            [
                {
                    "default_code": "ZX-1",
                    "name": "测试水泵",
                    "list_price": 1280.5,
                    "uom_id": unit.id,
                }
            ],
        )
        product.write({"lst_price": 1300})
        product.action_archive()
        self.assertFalse(product.active)
        product.unlink()
        self.assertFalse(product.exists())

    def test_salespeople_read_products(self):
        product = self.env["product.product"].create(
            {"name": "测试水泵", "default_code": "ZX-1", "lst_price": 5}
        )
        read = product.with_user(self.salesperson)
        self.assertEqual((read.default_code, read.lst_price), ("ZX-1", 5))
        with self.assertRaises(AccessError):
            read.write({"lst_price": 1})
        with self.assertRaises(AccessError):
            read.unlink()
        with self.assertRaises(AccessError):
            read.create({"name": "Mine"})
        self.assertEqual(product.lst_price, 5)

    def test_the_unit_shows_without_the_option_of_the_host(self):
        self.assertFalse(self.administrator.has_group("uom.group_uom"))
        for view_type in ("list", "form"):
            view = self.env.ref(f"{VIEW}{view_type}")
            arch = (
                self.env["product.product"]
                .with_user(self.administrator)
                .get_view(view.id, view_type)["arch"]
            )
            self.assertIn('name="uom_id"', arch)

    def test_views_of_the_host_stay_the_default(self):
        for view_type in ("list", "form", "search"):
            default = self.env["ir.ui.view"].default_view("product.product", view_type)
            self.assertNotEqual(default, self.env.ref(f"{VIEW}{view_type}").id)
