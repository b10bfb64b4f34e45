from odoo.tests import new_test_user

from .visit_common import VisitCommon

TEXT = "机密批示内容"


class InstructionCommon(VisitCommon):
    """An instruction on a visit that others see, too."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
        self._add_onlookers()
        self.instruction = self._instruct("instruction", TEXT)
        self.chain = self.director | self.manager_north | self.leader_sjz
        self.chain |= self.sales_sjz1 | self.crm_admin
        self.outside = (self.staff | self.portal_user) - self.chain
        self.env.flush_all()

    def _instruct(self, kind, body):
        return self.visit.with_user(self.leader_sjz)._yishang_instruct(kind, body)

    def _add_onlookers(self):
        """People who follow or work on the customer and see the visit."""
        self.env["crm.yishang.grant"].create(
            {
                "user_id": self.sales_gz1.id,
                "customer_id": self.customer_sjz1.id,
                "access_right": "write",
            }
        )
        followers = (self.service_manager | self.sales_gz1 | self.sales_sjz2).partner_id
        self.visit.sudo().message_subscribe(followers.ids)
        self.customer_sjz1.message_subscribe(followers.ids)
        self.portal_user = new_test_user(
            self.env, login="test_portal", groups="base.group_portal"
        )
        self.portal_user.partner_id.parent_id = self.customer_sjz1

    def _get_messages(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", self.instruction._name),
                ("res_id", "=", self.instruction.id),
            ]
        )
