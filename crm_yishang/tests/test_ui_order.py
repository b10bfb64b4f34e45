from odoo.fields import Command
from odoo.tests import tagged

from .common import YishangCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiOrder(YishangCommon, UiCase):
    """From the opportunity to the order, as a salesperson, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1)
        cls.product = cls.env["product.product"].create(
            {"name": "碎纸机", "default_code": "SZJ-01", "list_price": 300}
        )
        for price in (260, 280):
            cls._create_order(
                cls.customer_sjz1,
                order_line=[
                    Command.create({"product_id": cls.product.id, "price_unit": price})
                ],
            ).action_confirm()
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "办公设备更新",
                "type": "opportunity",
                "partner_id": cls.customer_sjz1.id,
                "user_id": cls.sales_sjz1.id,
            }
        )

    def test_an_opportunity_becomes_an_order(self):
        self._start(
            "/odoo/action-crm_yishang.crm_lead_action_opportunities",
            "order_from_opportunity",
            self.sales_sjz1,
        )
        order = self.lead.order_ids
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.yishang_region_id, self.changan)
        self.assertEqual(order.yishang_contact_id, self.customer_sjz1.child_ids[:1])
        self.assertEqual(order.order_line.product_id, self.product)
