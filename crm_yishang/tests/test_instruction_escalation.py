from freezegun import freeze_time

from odoo.tests import tagged

from .instruction_common import InstructionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestInstructionEscalation(InstructionCommon):
    """What is not read or answered in time goes up, once."""

    def test_unread_for_too_long_goes_up_once(self):
        instructions = self.env["crm.yishang.instruction"]
        self.env.cr.execute(
            "UPDATE crm_yishang_instruction SET create_date = %s WHERE id = %s",
            ("2026-03-03 03:00:00", self.instruction.id),
        )
        self.env.invalidate_all()
        before = self._get_messages()
        self.env.company.yishang_instruction_unread_hours = 0
        instructions._cron_escalate()
        self.assertEqual(self._get_messages(), before)
        self.env.company.yishang_instruction_unread_hours = 26
        instructions._cron_escalate()
        self.assertEqual(self._get_messages(), before)
        self.env.company.yishang_instruction_unread_hours = 24
        for _run in range(2):
            instructions._cron_escalate()
        told = self._get_messages() - before
        self.assertEqual(told.partner_ids, self.leader_sjz.partner_id)
        self.assertEqual(len(told), 1)
        self.assertTrue(self.instruction.date_unread_escalated)

    def test_a_superior_gets_one_digest_a_day(self):
        """However many nobody reads or answers; the rest follows the next day."""
        instructions = self.env["crm.yishang.instruction"]
        self.env.company.yishang_instruction_unread_hours = 24
        others = instructions.union(
            *(self._instruct_all(day) for day in ("2026-03-04", "2026-03-05"))
        )
        before = self._get_told()
        with freeze_time("2026-03-06 02:00:00"):
            instructions._cron_escalate()
        told = self._get_told() - before
        self.assertEqual(len(told), 1)
        self.assertIn("24", told.subject)
        self.assertEqual(told.body.count("<li>"), 11)
        self.assertTrue(all(others.mapped("date_escalated")))
        late = self._instruct_all("2026-03-05", count=1)
        with freeze_time("2026-03-06 03:00:00"):
            instructions._cron_escalate()
        self.assertFalse(late.date_escalated)
        with freeze_time("2026-03-06 17:00:00"):
            instructions._cron_escalate()
        self.assertTrue(late.date_escalated)
        self.assertEqual(len(self._get_told() - before - told), 1)

    def _get_told(self):
        """Return what the leader was told about instructions."""
        return self.env["mail.message"].search(
            [
                ("model", "=", self.instruction._name),
                ("partner_ids", "in", self.leader_sjz.partner_id.ids),
            ]
        )

    def _instruct_all(self, date_due, count=12):
        """Write instructions on the visit that are to be answered until then."""
        vals = {
            "res_model": self.visit._name,
            "res_id": self.visit.id,
            "body": "请尽快回复",
            "date_due": date_due,
        }
        instructions = self.env["crm.yishang.instruction"].with_user(self.leader_sjz)
        return instructions.create([vals] * count).sudo()

    def test_what_was_read_in_time_does_not_go_up(self):
        self.instruction.with_user(self.sales_sjz1).action_read()
        before = self._get_messages()
        with freeze_time("2026-03-09 04:00:00"):
            self.env["crm.yishang.instruction"]._cron_escalate()
        self.assertEqual(self._get_messages(), before)
