from odoo.tests import tagged

from .ui_common import UiCase
from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
class TestUiReport(VisitCommon, UiCase):
    """The report center as its readers use it, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.leader_sjz | cls.director)

    def test_a_leader_looks_where_the_customers_are(self):
        self._start("/odoo/reports", "reports", self.leader_sjz)
        favourite = self.env["ir.filters"].search([("name", "=", "石家庄客户")])
        self.assertEqual(favourite.user_ids, self.leader_sjz)

    def test_a_director_compares_what_was_sold(self):
        order = self._create_order(self.customer_sjz1)
        order.action_confirm()
        self._start("/odoo/report?report=sales-people", "report_sales", self.director)

    def test_a_director_opens_each_report(self):
        self.director.group_ids += self.env.ref("base.group_allow_export")
        self._create_order(self.customer_sjz1).action_confirm()
        self._start("/odoo/reports", "report_each", self.director)
        log = self.env["crm.yishang.export.log"].search([], limit=1)
        self.assertEqual(log.user_id, self.director)


@tagged("post_install", "-at_install")
class TestUiReportPhone(VisitCommon, UiCase):
    """A report on the phone of a director, in Chinese."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.director)

    def test_a_director_reads_sales_on_the_phone(self):
        self._create_order(self.customer_sjz1).action_confirm()
        address = "/odoo/report?report=sales-people"
        self._start(address, "report_phone", self.director)
