from odoo.tests import tagged

from .service_common import ServiceCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiService(ServiceCommon, UiCase):
    """The service at work, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.agent | cls.team_leader)

    def test_an_agent_takes_a_call_and_solves_the_case(self):
        self.customer_sjz1.phone = "138 1111 2222"
        self._create_case(
            self.service_manager, self.customer_sjz1, subject="以前的问题"
        )
        solved = self._create_case(
            self.agent, self.customer_sjz1, subject="遥控器没反应", result="更换电池"
        )
        solved.action_solve()
        self._start("/odoo/service-cases", "service_call", self.agent)
        case = self.env["crm.yishang.service.case"].search(
            [("subject", "=", "遥控器失灵")]
        )
        self.assertEqual((case.state, case.user_id), ("solved", self.agent))
        self.assertEqual(case.partner_id, self.customer_sjz1)
        self.assertEqual(case.result, "更换电池")

    def test_a_complaint_is_closed_complete_by_the_leader(self):
        case = self._create_case(
            self.service_manager,
            self.customer_sjz1,
            subject="安装师傅态度不好",
            type_id=self.complaint.id,
            result="上门道歉",
        ).sudo()
        case.action_solve()
        self._start("/odoo/complaints", "service_complaint_refused", self.team_leader)
        self.assertEqual(case.state, "solved")
        case.write(
            {
                "complaint_kind": "attitude",
                "cause_kind": "people",
                "cause": "没有培训",
                "department_id": self.env["hr.department"]
                .create({"name": "安装部"})
                .id,
                "measure": "每月培训",
            }
        )
        self._start("/odoo/complaints", "service_complaint_closed", self.team_leader)
        self.assertEqual((case.state, case.answer), ("closed", "客户接受道歉"))
