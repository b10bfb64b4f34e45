from odoo.tests import tagged

from .revision_common import NEW_PHONE, OLD_PHONE, RevisionCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiRevision(RevisionCommon, UiCase):
    """A protected number is asked for on the form, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1)

    def test_a_save_asks_why_and_shows_what_waits(self):
        self._start("/odoo/my-customers", "revision_ask", self.sales_sjz1)
        self.assertEqual(self.customer.phone, OLD_PHONE)
        self.assertEqual(self.customer.yishang_short_name, "甲")
        revision = self.revisions.search([("customer_id", "=", self.customer.id)])
        self.assertEqual((revision.state, revision.reason), ("withdrawn", "客户换号"))
        self.assertEqual(revision.line_ids.new_text, NEW_PHONE)
