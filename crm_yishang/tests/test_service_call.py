from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceCall(ServiceCommon):
    """A case is taken down while the customer is on the phone."""

    def _take(self, user, **values):
        return self.env["crm.yishang.service.call"].with_user(user).create(values)

    def test_the_number_finds_the_customer_and_what_was_before(self):
        before = self._create_case(self.agent2, None).sudo()
        before.partner_id = self.customer_sjz1
        order = self._create_order(self.customer_sjz1)
        phone = self.customer_sjz1.child_ids.phone
        call = self._take(self.agent, phone=phone, subject="还是不制冷")
        self.assertEqual(call.partner_id, self.customer_sjz1)
        self.assertEqual(call.recent_case_ids, before)
        self.assertEqual(call.recent_order_ids, order)
        with self.assertRefused(UserError, "Result"):
            call.action_solve()
        call.result = "教客户清洗滤网"
        case = self.env["crm.yishang.service.case"].browse(
            call.action_solve()["res_id"]
        )
        self.assertEqual((case.state, case.user_id), ("solved", self.agent))
        self.assertEqual(case.partner_id, self.customer_sjz1)

    def test_a_whole_number_opens_a_hidden_customer_through_its_case(self):
        phone = self.customer_gz1.child_ids.phone
        logs = self.env["crm.yishang.export.log"]
        before = logs.search_count([("road", "=", "lookup")])
        self.assertFalse(self._take(self.agent, phone=phone[:6]).found_name)
        call = self._take(self.agent, phone=phone, subject="漏水")
        self.assertEqual(call.found_name, "丁广州")
        self.assertFalse(call.partner_id)
        self.assertFalse(self._get_visible(self.agent, self.customer_gz1))
        self.assertEqual(logs.search_count([("road", "=", "lookup")]), before + 1)
        case = self.env["crm.yishang.service.case"].browse(
            call.action_open_case()["res_id"]
        )
        self.assertEqual(case.partner_id, self.customer_gz1)
        self.assertEqual(case.with_user(self.agent).display_name, "漏水")
        self.assertEqual(
            self._get_visible(self.agent, self.customer_gz1), self.customer_gz1
        )
        # Nobody chooses a hidden customer without knowing the number.
        with self.assertRefused(AccessError, "no access"):
            self._take(self.agent, partner_id=self.customer_bd1.id, subject="x")
