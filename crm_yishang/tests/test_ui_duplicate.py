from odoo.tests import tagged

from .duplicate_common import DuplicateCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiDuplicate(DuplicateCommon, UiCase):
    """The check of duplicates as people meet it: in Chinese, with the lowest role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_bd1 | cls.leader_sjz)
        cls._set_policy("block", "phone")

    def test_who_is_refused_asks_and_gets_an_answer(self):
        self._start("/odoo/my-customers", "duplicate_ask", self.sales_bd1)
        domain = [("requester_id", "=", self.sales_bd1.id)]
        request = self.env["crm.yishang.duplicate.request"].search(domain)
        self.assertEqual(request.customer_id, self.known)
        self.assertEqual(request.entered_name, "河北再次录入有限公司")
        self._start("/odoo/customer-requests", "duplicate_share", self.leader_sjz)
        self.assertEqual(request.state, "shared")
        self.assertEqual(self.known.yishang_collaborator_ids.user_id, self.sales_bd1)

    def test_a_leader_looks_through_the_groups(self):
        self._create_customer(
            "秘密恒泰", self.sales_sjz2, self.sjz, phone="0311-88888886"
        )
        self._start("/odoo/duplicate-check", "duplicate_check", self.leader_sjz)
        domain = [("state", "=", "dismissed")]
        group = self.env["crm.yishang.duplicate.group"].search(domain)
        self.assertEqual(group.dismisser_id, self.leader_sjz)
