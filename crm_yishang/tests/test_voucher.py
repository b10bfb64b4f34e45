from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .ledger_common import LedgerCommon

ORDER = "crm_yishang.sale_order_report_voucher"
RECEIPT = "crm_yishang.crm_yishang_receipt_report_voucher"


@tagged("post_install", "-at_install")
class TestVoucher(LedgerCommon):
    """Sales orders and receipts on paper, with the amount in Chinese capitals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "碎纸机", "default_code": "SZJ-01", "list_price": 335.02}
        )
        yuan = cls.env.ref("base.CNY")
        yuan.active = True
        pricelist = cls.env["product.pricelist"].create(
            {"name": "人民币", "currency_id": yuan.id}
        )
        cls.order = cls._create_order(
            cls.customer_sjz1,
            pricelist_id=pricelist.id,
            note="<p>货到付款</p>",
            order_line=[
                Command.create(
                    {
                        "product_id": cls.product.id,
                        "product_uom_qty": 3,
                        "price_unit": 335.02,
                        "tax_ids": False,
                    }
                )
            ],
        )
        cls.order.action_confirm()
        cls.yuan = yuan

    def test_the_sales_order(self):
        text = "".join(
            self._read_pages(self._print(self.sales_sjz1, self.order, ORDER))
        )
        for expected in (
            self.order.name,
            "甲石家庄",
            "SZJ-01",
            "碎纸机",
            "335.02",
            "1,005.06",
            "壹仟零伍元零陆分",
            "货到付款",
            "测试长安区",
            "Printedbysales_sjz1",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)
        with self.assertRaises(AccessError):
            self._print(self.sales_sjz2, self.order, ORDER)

    def test_the_receipt(self):
        receipt = self.env["crm.yishang.receipt"].with_user(self.sales_sjz1)
        receipt = receipt.create(
            {
                "partner_id": self.customer_sjz1.id,
                "currency_id": self.yuan.id,
                "amount": 1100.5,
                "line_ids": [
                    Command.create({"order_id": self.order.id, "amount": 1005.06})
                ],
            }
        )
        text = "".join(self._read_pages(self._print(self.sales_sjz1, receipt, RECEIPT)))
        for expected in (
            receipt.name,
            self.order.name,
            "1,005.06",
            "95.44",
            "壹仟壹佰元伍角",
            "NOTCONFIRMED",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)
        self.assertEqual(receipt.amount_capitals, "壹仟壹佰元伍角")
        with self.assertRaises(AccessError):
            self._print(self.sales_sjz2, receipt, RECEIPT)

    def test_only_yuan_are_written_in_capitals(self):
        vouchers = self.env["crm.yishang.voucher"]
        self.assertEqual(vouchers._get_capitals(5, self.env.ref("base.USD")), "")
