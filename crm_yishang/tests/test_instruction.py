from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestInstruction(VisitCommon):
    """What a leader writes reaches the employee, and nobody outside the chain."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_done(self.sales_sjz1, self.customer_sjz1)

    def _instruct(self, user, kind="instruction", body="明天再去一次", **values):
        visit = self.visit.with_user(user)
        return visit._yishang_instruct(kind, body, **values)

    def test_from_new_to_closed(self):
        instruction = self._instruct(self.leader_sjz)
        self.assertEqual(instruction.recipient_id, self.sales_sjz1)
        self.assertEqual(instruction.state, "new")
        self.assertTrue(instruction.needs_reply)
        mine = instruction.with_user(self.sales_sjz1)
        mine.action_read()
        self.assertEqual(self.visit.yishang_instruction_mark, "waiting")
        mine.action_reply("已预约周四")
        instruction.action_close()
        self.assertEqual(instruction.state, "closed")
        self.assertEqual(self.visit.yishang_instruction_mark, "closed")
        with self.assertRaises(UserError):
            mine.action_reply("还有")

    def test_only_the_chain_sees_it(self):
        instruction = self._instruct(self.leader_sjz)
        chain = (
            self.director | self.manager_north | self.leader_sjz | self.sales_sjz1
        ) | self.crm_admin
        for user in self.staff:
            with self.subTest(user=user.login):
                expected = instruction if user in chain else instruction.browse()
                self.assertEqual(self._get_visible(user, instruction), expected)
                self.assertEqual(
                    instruction.with_user(user).has_access("read"), user in chain
                )

    def test_the_chain_holds_when_visibility_is_not_in_force(self):
        instruction = self._instruct(self.leader_sjz)
        self.env.company.yishang_visibility_in_force = False
        self.assertFalse(self._get_visible(self.sales_sjz2, instruction))
        self.assertFalse(self._get_visible(self.host_user, instruction))

    def test_leaders_write_to_their_own_people_alone(self):
        for user in (self.sales_sjz1, self.sales_sjz2, self.leader_bd, self.cashier):
            with mute_logger("odoo.addons.base.models.ir_rule"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._instruct(user)
        for user in (self.leader_sjz, self.manager_north, self.director):
            self.assertTrue(self._instruct(user))

    def test_author_and_recipient_are_not_forged(self):
        forged = (
            self.env["crm.yishang.instruction"]
            .with_user(self.leader_sjz)
            .create(
                {
                    "res_model": self.visit._name,
                    "res_id": self.visit.id,
                    "body": "看看",
                    "author_id": self.director.id,
                    "recipient_id": self.sales_bd1.id,
                    "state": "closed",
                }
            )
        )
        self.assertEqual(forged.author_id, self.leader_sjz)
        self.assertEqual(forged.recipient_id, self.sales_sjz1)
        self.assertEqual(forged.state, "new")

    def test_what_was_read_stays(self):
        instruction = self._instruct(self.leader_sjz)
        instruction.body = "后天再去一次"
        with self.assertRaises(AccessError):
            instruction.state = "closed"
        instruction.with_user(self.sales_sjz1).action_read()
        with self.assertRaises(AccessError):
            instruction.body = "不用去了"
        with self.assertRaises(AccessError):
            instruction.unlink()
        mine = instruction.with_user(self.sales_sjz1)
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            self._instruct(self.leader_sjz).with_user(self.manager_north).action_read()
        self.assertEqual(instruction.body, "后天再去一次")

    def test_the_first_instruction_locks_the_record(self):
        self.visit.result = "还行"
        self._instruct(self.leader_sjz, kind="read", body="")
        self.visit.invalidate_recordset()
        with self.assertRaises(UserError):
            self.visit.result = "很好"
        with self.assertRaises(UserError):
            self.visit.sudo().unlink()

    def test_the_employee_is_told_and_nobody_else(self):
        follower = self.service_manager.partner_id | self.sales_sjz2.partner_id
        self.visit.sudo().message_subscribe(follower.ids)
        self.customer_sjz1.message_subscribe(follower.ids)
        instruction = self._instruct(self.leader_sjz)
        messages = self.env["mail.message"].search(
            [("model", "=", instruction._name), ("res_id", "=", instruction.id)]
        )
        self.assertEqual(messages.partner_ids, self.sales_sjz1.partner_id)
        self.assertEqual(
            messages.notification_ids.res_partner_id, self.sales_sjz1.partner_id
        )
        for user in self.staff - self.sales_sjz1 - self.leader_sjz:
            found = self.env["mail.message"].with_user(user)
            self.assertFalse(found.search([("id", "in", messages.ids)]), user.login)

    def test_the_waiting_list(self):
        instruction = self._instruct(self.leader_sjz)
        self._instruct(self.leader_sjz, kind="read", body="")
        mine = self.env["crm.yishang.instruction"].with_user(self.sales_sjz1)
        waiting = mine.get_waiting()
        self.assertEqual((waiting["count"], waiting["unread"]), (1, 1))
        (row,) = waiting["rows"]
        self.assertEqual(row["author"], "leader_sjz")
        instruction.with_user(self.sales_sjz1).action_read()
        self.assertEqual(mine.get_waiting()["unread"], 0)

    def test_no_reply_in_time_goes_up(self):
        instruction = self._instruct(self.leader_sjz, date_due="2026-03-05")
        with freeze_time("2026-03-05 15:00:00"):
            self.env["crm.yishang.instruction"]._cron_escalate()
            self.assertFalse(instruction.date_escalated)
        with freeze_time("2026-03-05 16:30:00"):
            for _run in range(2):
                self.env["crm.yishang.instruction"]._cron_escalate()
            instruction.invalidate_recordset()
            self.assertTrue(instruction.is_overdue)
            self.assertTrue(instruction.date_escalated)
        messages = self.env["mail.message"].search(
            [("model", "=", instruction._name), ("res_id", "=", instruction.id)]
        )
        self.assertEqual(len(messages), 2)
