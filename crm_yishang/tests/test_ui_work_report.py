from odoo.tests import tagged

from .report_common import ReportCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiWorkReport(ReportCommon, UiCase):
    """The employee writes the report that was begun, the leader comments on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.leader_sjz)

    def test_from_the_draft_to_the_comment(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1, result="有意向")
        report = self._create_report(self.sales_sjz1, summary=False)
        self._start("/odoo/my-work-reports", "work_report_write", self.sales_sjz1)
        self.assertEqual(report.state, "submitted")
        self._start("/odoo/team-work-reports", "work_report_comment", self.leader_sjz)
        instruction = report.sudo().yishang_instruction_ids
        self.assertEqual(instruction.body, "继续跟进")
        self.assertEqual(instruction.recipient_id, self.sales_sjz1)
