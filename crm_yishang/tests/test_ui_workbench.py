from odoo import fields
from odoo.tests import tagged

from .receipt_common import ReceiptCommon
from .ui_common import UiCase
from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
class TestUiWorkbench(ReceiptCommon, VisitCommon, UiCase):
    """The workbench as those who open it every morning use it, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.leader_sjz | cls.director)
        today = cls.env.company._yishang_get_day()
        cls._collect((cls.order, 400), date=today)
        cls.env["crm.yishang.target"].create(
            {
                "user_id": cls.sales_sjz1.id,
                "date_from": fields.Date.start_of(today, "month"),
                "goal": 2000,
            }
        )
        cls.env["crm.lead"].create(
            {
                "name": "水泵改造",
                "type": "opportunity",
                "partner_id": cls.customer_sjz1.id,
                "user_id": cls.sales_sjz1.id,
            }
        )

    def test_the_morning_of_a_salesperson(self):
        visit = self._create_done(
            self.sales_sjz1, self.customer_sjz1, category_id=self.by_phone.id
        )
        visit.with_user(self.leader_sjz)._yishang_instruct(
            "instruction", "带上新报价单"
        )
        # What is recorded without a next contact is done with.
        today = self.env.company._yishang_get_day()
        self.customer_sjz1.yishang_date_next_contact = today
        self._start("/odoo/workbench", "workbench_salesperson", self.sales_sjz1)
        recorded = self.env["crm.yishang.visit"].search(
            [("content", "=", "谈了新报价")]
        )
        self.assertEqual(recorded.user_id, self.sales_sjz1)

    def test_the_morning_of_a_leader(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self._start("/odoo/workbench", "workbench_leader", self.leader_sjz)

    def test_the_morning_of_a_director(self):
        self._start("/odoo/workbench", "workbench_director", self.director)
