from odoo.tests import tagged

from .ui_common import UiCase
from .visit_common import VisitCommon


class UiVisitCase(VisitCommon, UiCase):
    """Contacts as people record them, in Chinese: at the desk and on the road."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.leader_sjz)


@tagged("post_install", "-at_install")
class TestUiVisitDesk(UiVisitCase):
    """At the desk."""

    def test_a_contact_is_recorded_in_two_clicks(self):
        self._start("/odoo/my-customers", "visit_quick_entry", self.sales_sjz1)
        visit = self.env["crm.yishang.visit"].search(
            [("partner_id", "=", self.customer_sjz1.id)]
        )
        self.assertEqual((visit.state, visit.user_id), ("done", self.sales_sjz1))
        self.assertEqual(visit.category_id, self.by_phone)
        self.assertEqual(visit.next_step, "发送报价单")


@tagged("post_install", "-at_install")
class TestUiVisitPhone(UiVisitCase):
    """On a screen as wide as a phone's."""

    browser_size = "390x844"
    touch_enabled = True

    def test_check_in_and_check_out_tell_where_it_was(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1, content=False)
        self._start("/odoo/visits", "visit_on_the_road", self.sales_sjz1)
        self.assertEqual((visit.state, visit.content), ("done", "看了样品"))
        self.assertEqual(visit.check_in_status, "located")
        self.assertAlmostEqual(visit.check_in_longitude, 114.5149)
        self.assertAlmostEqual(visit.check_out_latitude, 38.0428)
        self.assertTrue(visit.check_out_device_time)

    def test_a_refused_location_asks_for_place_and_photo(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        self._start("/odoo/visits", "visit_without_location", self.sales_sjz1)
        self.assertEqual(
            (visit.state, visit.check_in_status), ("in_progress", "denied")
        )
        self.assertEqual(visit.check_in_place, "客户一楼大厅")
