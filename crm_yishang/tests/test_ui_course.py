from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .receipt_common import ReceiptCommon
from .ui_common import UiCase

HOST = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


@tagged("post_install", "-at_install")
class TestUiCourse(ReceiptCommon, UiCase):
    """From the opportunity to the statement, as all who have a part in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.leader_sjz | cls.cashier)
        (cls.order + cls.other_order)._action_cancel()
        cls.pump = cls.env["product.product"].create(
            {
                "name": "水泵",
                "default_code": "SZJ-01",
                "list_price": 1000,
                "taxes_id": False,
                "type": "service",
            }
        )
        for price in (260, 280):
            line = {"product_id": cls.pump.id, "price_unit": price, "tax_ids": False}
            order = cls._create_order(cls.customer, order_line=[Command.create(line)])
            order.action_confirm()
            cls._collect((order, price))
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "办公设备更新",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.sales_sjz1.id,
            }
        )

    def test_an_opportunity_becomes_money(self):
        order = self._sell_through_screens()
        self._sign_contract(order)
        url = f"/odoo/action-sale.action_orders/{order.id}"
        self._start(url, "course_plan", self.sales_sjz1)
        plan = order.yishang_instalment_ids
        self.assertEqual(plan.mapped("amount"), [500, 500])
        self._start(url, "receipt_register", self.sales_sjz1)
        action = "crm_yishang.crm_yishang_receipt_action_waiting"
        self._start(f"/odoo/action-{action}", "receipt_confirm", self.cashier)
        self.assertMoney(order, 400, 0, 600, "partly")
        self.assertEqual(plan.mapped("amount_open"), [100, 500])
        self._print_statement()

    def _sell_through_screens(self):
        self._start(
            "/odoo/action-crm_yishang.crm_lead_action_opportunities",
            "order_from_opportunity",
            self.sales_sjz1,
        )
        order = self.lead.order_ids
        self.assertEqual((order.state, order.amount_total), ("sale", 1000))
        return order

    def _sign_contract(self, order):
        url = f"/odoo/action-sale.action_orders/{order.id}"
        self._start(url, "course_contract", self.sales_sjz1)
        contract = order.yishang_contract_id
        self.assertEqual((contract.state, contract.amount), ("requested", 1000))
        action = "crm_yishang.crm_yishang_workbench_action"
        self._start(f"/odoo/action-{action}", "contract_approve", self.leader_sjz)
        url = f"/odoo/contracts/{contract.id}"
        self._start(url, "course_sign", self.sales_sjz1)
        self.assertEqual(contract.state, "running")

    def _print_statement(self):
        # The browser waits for a message; a download it would not show.
        reached = UserError("对账单已送达打印")
        with (
            patch(f"{HOST}._render_qweb_pdf", side_effect=reached) as render,
            mute_logger("odoo.addons.web.controllers.report"),
        ):
            self._start("/odoo/receivables", "course_statement", self.sales_sjz1)
        (report, _ids), _options = render.call_args
        self.assertIn("statement", report)
