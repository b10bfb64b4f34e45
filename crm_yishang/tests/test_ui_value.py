from datetime import timedelta

from odoo.tests import tagged

from .ui_common import UiCase
from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
class TestUiValue(VisitCommon, UiCase):
    """Value and risk of a customer as a salesperson reads them, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1)
        cls.score = cls.env["crm.yishang.value.score"].create(
            {
                "partner_id": cls.customer_sjz1.id,
                "company_id": cls.env.company.id,
                "currency_id": cls.env.company.currency_id.id,
                "score": 82,
                "rank": 1,
                "grade": "a",
                "rfm_recency": 5,
                "rfm_frequency": 5,
                "rfm_monetary": 5,
                "rfm_cell": "555",
            }
        )

    def test_the_value_of_a_customer_is_explained(self):
        self._start("/odoo/my-customers", "value_tab", self.sales_sjz1)

    def test_a_visit_is_planned_where_a_customer_may_be_lost(self):
        today = self.env.company._yishang_get_day()
        risk = self.env["crm.yishang.risk"].create(
            {
                "partner_id": self.customer_sjz1.id,
                "company_id": self.env.company.id,
                "user_id": self.sales_sjz1.id,
                "level": "high",
                "date_start": today,
                "date_ordered": today - timedelta(days=60),
                "order_rhythm": 10,
            }
        )
        self._start("/odoo/workbench", "risk", self.sales_sjz1)
        self.assertEqual(risk.state, "working")
        visit = self.env["crm.yishang.visit"].search([("subject", "=", "挽回拜访")])
        self.assertEqual(visit.partner_id, self.customer_sjz1)
        self.assertEqual(visit.state, "planned")
