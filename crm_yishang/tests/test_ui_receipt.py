from odoo.tests import tagged

from .receipt_common import ReceiptCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiReceipt(ReceiptCommon, UiCase):
    """Sales register a receipt from the order, a cashier confirms it, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.cashier)

    def test_a_receipt_is_registered_and_confirmed(self):
        url = f"/odoo/action-sale.action_orders/{self.order.id}"
        self._start(url, "receipt_register", self.sales_sjz1)
        action = "crm_yishang.crm_yishang_receipt_action_waiting"
        self._start(f"/odoo/action-{action}", "receipt_confirm", self.cashier)
        self.assertMoney(self.order, 400, 0, 600, "partly")
