from odoo.tests import HttpCase, tagged

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestUiWorkReport(ReportCommon, HttpCase):
    """The employee writes the report that was begun, the leader comments on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["web", "crm_yishang"], ["zh_CN"]
        )
        for user in cls.sales_sjz1 | cls.leader_sjz:
            user.lang = "zh_CN"
            user.password = user.login

    def test_from_the_draft_to_the_comment(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1, result="有意向")
        report = self._create_report(self.sales_sjz1, summary=False)
        self.start_tour(
            "/odoo/my-work-reports",
            "crm_yishang_work_report_write",
            login=self.sales_sjz1.login,
        )
        self.assertEqual(report.state, "submitted")
        self.start_tour(
            "/odoo/team-work-reports",
            "crm_yishang_work_report_comment",
            login=self.leader_sjz.login,
        )
        instruction = report.sudo().yishang_instruction_ids
        self.assertEqual(instruction.body, "继续跟进")
        self.assertEqual(instruction.recipient_id, self.sales_sjz1)
