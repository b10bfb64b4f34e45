from odoo.tests import tagged

from .contract_common import ContractCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiContract(ContractCommon, UiCase):
    """A contract goes from its salesperson to the leader and back, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.leader_sjz)

    def test_a_contract_is_asked_for_approved_and_ordered_from(self):
        self._start("/odoo/contracts", "contract_ask", self.sales_sjz1)
        contract = self.env["crm.yishang.contract"].search(
            [("partner_id", "=", self.customer_sjz1.id)]
        )
        self.assertEqual(contract.state, "requested")
        action = "crm_yishang.crm_yishang_workbench_action"
        self._start(f"/odoo/action-{action}", "contract_approve", self.leader_sjz)
        self.assertEqual(contract.state, "approved")
        self.assertEqual(contract.approver_id, self.leader_sjz)
        self._start("/odoo/contracts", "contract_order", self.sales_sjz1)
        self.assertEqual(contract.state, "running")
        self.assertEqual(contract.salesperson_id, self.sales_sjz1)
        self.assertEqual(contract.order_ids.partner_id, self.customer_sjz1)
