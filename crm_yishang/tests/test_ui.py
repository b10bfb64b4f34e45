from odoo.tests import tagged

from .common import GROUP, YishangCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUi(YishangCommon, UiCase):
    """The screens as people use them: in Chinese, with the lowest role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.staff)

    def test_a_salesperson_creates_a_customer(self):
        self._start("/odoo/my-customers", "customer_create", self.sales_sjz1)
        customer = self.env["res.partner"].search(
            [("name", "=", "河北导览商贸有限公司")]
        )
        self.assertEqual(customer.user_id, self.sales_sjz1)
        self.assertEqual(customer.yishang_region_id, self.changan)
        self.assertTrue(customer.yishang_is_customer)
        self.assertTrue(customer.yishang_code)

    def test_a_customer_is_found_by_pinyin(self):
        self._start("/odoo/my-customers", "customer_search", self.sales_sjz1)

    def test_an_administrator_sets_up_a_region_and_an_operator(self):
        self._start(
            "/odoo/action-crm_yishang.crm_yishang_region_action",
            "region_and_operator",
            self.crm_admin,
        )
        user = self.env["res.users"].search([("login", "=", "daolan")])
        self.assertEqual(user.yishang_region_id.name, "导览区")
        self.assertTrue(user.has_group(f"{GROUP}salesperson"))
        self.assertEqual(user.employee_id.name, "导览员")

    def test_a_role_changes_the_list(self):
        self._start("/odoo/team-customers", "sees_one_customer", self.sales_sjz1)
        self.sales_sjz1.group_ids += self.env.ref(f"{GROUP}director")
        self._start("/odoo/team-customers", "sees_all_customers", self.sales_sjz1)
