from odoo.fields import Command

from .visit_common import VisitCommon


class HandoverCommon(VisitCommon):
    """Somebody with customers and open work, who is going to leave."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = cls.sales_sjz1
        cls.type_a, cls.type_b = cls.env["crm.yishang.customer.type"].create(
            [{"code": "T-A", "name": "甲类"}, {"code": "T-B", "name": "乙类"}]
        )
        regions = [cls.changan, cls.sjz, cls.baoding] * 4
        cls.mine = cls.customer_sjz1 | cls.env["res.partner"].create(
            [
                {
                    "name": f"客户{number}",
                    "is_company": True,
                    "yishang_is_customer": True,
                    "user_id": cls.leaver.id,
                    "yishang_region_id": region.id,
                    "yishang_type_id": (cls.type_a if number % 2 else cls.type_b).id,
                }
                for number, region in enumerate(regions)
            ]
        )
        leads = cls.env["crm.lead"]
        common = {"user_id": cls.leaver.id, "type": "opportunity"}
        cls.deal = leads.create(
            {**common, "name": "在谈", "partner_id": cls.customer_sjz1.id}
        )
        cls.shared = leads.create(
            {**common, "name": "协作", "partner_id": cls.customer_sjz2.id}
        )
        cls.lead = leads.create(
            {"name": "线索", "type": "lead", **{"user_id": cls.leaver.id}}
        )
        cls.order = cls._create_order(cls.customer_sjz1)
        cls.order.action_confirm()
        cls.quotation = cls._create_order(cls.customer_sjz1)
        cls.grant = cls.env["crm.yishang.grant"].create(
            {"user_id": cls.leaver.id, "customer_id": cls.customer_bd1.id}
        )
        cls.env.flush_all()

    def _prepare(self, *lines, user=None, **values):
        """Return a handover of the leaver, for the leader or ``user``."""
        lines = lines or ({"user_ids": [Command.set(self.sales_sjz2.ids)]},)
        return (
            self.env["crm.yishang.handover"]
            .with_user(user or self.leader_sjz)
            .create(
                {
                    "user_id": self.leaver.id,
                    "note": "离职",
                    "line_ids": [Command.create(line) for line in lines],
                    **values,
                }
            )
        )

    def _do(self, *lines, **values):
        handover = self._prepare(*lines, **values)
        handover.action_start()
        self.env.invalidate_all()
        self.assertEqual(handover.state, "done")
        return handover
