from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceComplaint(ServiceCommon):
    """A complaint is closed complete, by a leader."""

    def test_a_complaint_is_closed_when_it_is_complete_and_by_a_leader(self):
        case = self._create_case(
            self.service_manager, self.customer_sjz1, type_id=self.complaint.id
        ).sudo()
        self.assertTrue(case.is_complaint)
        agent, leader = case.with_user(self.agent), case.with_user(self.team_leader)
        agent.action_accept()
        agent.write({"result": "上门道歉", "complaint_kind": "attitude"})
        agent.action_solve()
        with self.assertRefused(UserError, "Kind of Cause, Cause, Responsible"):
            leader.action_close()
        self.assertEqual(case.state, "solved")
        department = self.env["hr.department"].create({"name": "安装部"})
        agent.write(
            {
                "cause_kind": "people",
                "cause": "没有培训",
                "department_id": department.id,
                "measure": "每月培训",
                "answer": "满意",
                "compensation": 200,
            }
        )
        self.assertFalse(agent.can_close_complaint)
        with self.assertRefused(AccessError, "leader of the service team"):
            agent.action_close()
        # Nor by dragging it there.
        closed = self.env.ref("crm_yishang.crm_yishang_service_stage_closed")
        with self.assertRefused(AccessError, "leader of the service team"):
            agent.stage_id = closed
        # Nor by calling it something else meanwhile.
        with self.assertRefused(AccessError, "leader of the service team"):
            agent.write({"is_complaint": False, "stage_id": closed.id})
        self.assertEqual((case.state, case.is_complaint), ("solved", True))
        leader.action_close()
        self.assertEqual(case.state, "closed")
        found = case._read_group(
            [("is_complaint", "=", True)], ["cause_kind"], ["__count"]
        )
        self.assertIn(("people", 1), found)
