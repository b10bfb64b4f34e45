from datetime import timedelta

from odoo import fields

from .visit_common import VisitCommon


class OwnershipCommon(VisitCommon):
    """A customer with work of all kinds, and who hands it on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ownership = cls.env["crm.yishang.ownership"]
        cls.customer = cls.customer_sjz1
        cls.contact = cls.customer.child_ids
        cls.contact.user_id = cls.sales_sjz1
        common = {"partner_id": cls.customer.id, "user_id": cls.sales_sjz1.id}
        leads = cls.env["crm.lead"]
        cls.lead = leads.create({**common, "name": "在谈", "type": "opportunity"})
        cls.won = leads.create({**common, "name": "赢单", "type": "opportunity"})
        cls.won.action_set_won()
        cls.quotation = cls._create_order(cls.customer)
        cls.order = cls._create_order(cls.customer)
        cls.order.action_confirm()
        cls.activity = cls.lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.sales_sjz1.id
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.planned = self._create_visit(
            self.sales_sjz1,
            self.customer,
            date_planned_start=fields.Datetime.now() + timedelta(days=1),
        ).sudo()
        self.done = self._create_done(self.sales_sjz1, self.customer).sudo()
        self.instruction = (
            self.done.with_user(self.leader_sjz)
            ._yishang_instruct("instruction", "请尽快报价", needs_reply=True)
            .sudo()
        )
        self.order.message_subscribe(self.sales_sjz1.partner_id.ids)
        self.lead.message_subscribe((self.sales_sjz1 | self.sales_bd1).partner_id.ids)

    def _hand_on(self, kind="assign", owner=None):
        owner = self.sales_bd1 if owner is None else owner
        return self.ownership.with_user(self.leader_sjz)._transfer(
            self.customer, kind, owners=owner and owner.id, reason="换人"
        )
