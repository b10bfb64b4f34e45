from odoo.tests import tagged

from .portal_common import PortalCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiCasePortal(PortalCommon, UiCase):
    """A customer submits a case, an agent solves it, the customer rates, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.agent | cls.portal)
        cls.env["ir.module.module"]._load_module_terms(
            ["portal", "mail", "rating"], ["zh_CN"]
        )
        cls.team.assignment = "round_robin"

    def test_a_customer_submits_and_rates_in_the_portal(self):
        self._start("/my", "case_submit", self.portal)
        case = self.cases.search([("subject", "=", "水泵漏水")])
        self.assertEqual(case.partner_id, self.customer_sjz1)
        files = case.message_ids.attachment_ids
        self.assertEqual(files.mapped("name"), ["现场.png"])
        case.user_id = self.agent
        self._start("/odoo/service-cases", "case_work", self.agent)
        self.assertEqual(case.state, "closed")
        self._start("/my/cases", "case_rate", self.portal)
        self.assertEqual((case.rating_last_value, case.state), (4, "closed"))
        self.assertEqual(case.rating_ids.feedback, "师傅很准时")
