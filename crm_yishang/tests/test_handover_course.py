from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import crm_yishang_handover_run_mixin as run_mixin
from .handover_common import HandoverCommon


@tagged("post_install", "-at_install")
@freeze_time(HandoverCommon.now)
class TestHandoverCourse(HandoverCommon):
    """Who asks, approves, runs and undoes a handover, and what may go wrong."""

    def test_undoing_restores_owners_and_exactly_what_moved(self):
        own = self.env["crm.lead"].create(
            {
                "name": "同事的",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz2.id,
            }
        )
        visit = self._create_visit(
            self.leaver,
            self.customer_sjz1,
            date_planned_start=fields.Datetime.now() + timedelta(days=1),
        ).sudo()
        records = self.deal | self.shared | self.lead
        handover = self._do()
        self.assertEqual(visit.user_id, self.sales_sjz2)
        handover.action_undo()
        self.env.invalidate_all()
        self.assertEqual(handover.state, "undone")
        self.assertEqual(self.mine.user_id, self.leaver)
        self.assertEqual(records.user_id, self.leaver)
        self.assertEqual(self.quotation.user_id, self.leaver)
        self.assertEqual(visit.user_id, self.leaver)
        self.assertEqual(visit.event_id.user_id, self.leaver)
        self.assertEqual(self.grant.user_id, self.leaver)
        self.assertEqual(own.user_id, self.sales_sjz2)
        for record in (*records, self.customer_sjz1, self.customer_bd1, self.order):
            self.assertTrue(self._get_visible(self.leaver, record), record)
        self.assertEqual(
            self.customer_sjz1.yishang_ownership_ids.mapped("kind"),
            ["undo", "handover"],
        )

    def test_undoing_takes_plans_out_of_the_pool_again(self):
        visit = self._create_visit(
            self.leaver,
            self.customer_sjz1,
            date_planned_start=fields.Datetime.now() + timedelta(days=1),
        ).sudo()
        handover = self._do({"target": "pool"})
        self.assertEqual(visit.state, "cancelled")
        self.assertFalse(self.deal.user_id)
        handover.action_undo()
        self.env.invalidate_all()
        self.assertEqual(visit.state, "planned")
        self.assertFalse(visit.cancel_reason)
        self.assertTrue(visit.event_id.active)
        self.assertEqual(self.deal.user_id, self.leaver)

    def test_what_changed_hands_since_stays_and_is_named(self):
        handover = self._do()
        gone = self.mine[3]
        gone.with_user(self.leader_sjz).user_id = self.leader_sjz
        self.deal.action_set_won()
        handover.action_undo()
        self.env.invalidate_all()
        self.assertEqual(gone.user_id, self.leader_sjz)
        self.assertEqual((self.mine - gone).user_id, self.leaver)
        self.assertEqual(self.deal.user_id, self.sales_sjz2)
        note = self.env["mail.message"].search(
            [("partner_ids", "in", self.leader_sjz.partner_id.ids)],
            order="id DESC",
            limit=1,
        )
        self.assertIn(gone.name, note.body)
        self.assertNotIn(self.mine[4].name, note.body)

    def test_undoing_has_its_time(self):
        handover = self._do()
        with freeze_time(self.now + timedelta(days=8)):
            self.env.invalidate_all()
            with self.assertRaises(UserError):
                handover.action_undo()
        self.env.company.yishang_handover_undo_days = 0
        with self.assertRaises(UserError):
            handover.action_undo()

    def test_whoever_leaves_asks_the_superior(self):
        handover = self._prepare(user=self.leaver)
        self.assertFalse(handover.can_decide)
        with self.assertRaises(AccessError):
            handover.action_start()
        handover.action_request()
        self.assertEqual(handover.state, "requested")
        with self.assertRaises(UserError):
            handover.note = "改"
        with self.assertRaises(AccessError):
            handover.with_user(self.leader_bd).action_start()
        handover.with_user(self.leader_sjz).action_refuse()
        self.assertEqual(handover.state, "draft")
        handover.action_request()
        handover.with_user(self.leader_sjz).action_start()
        self.assertEqual(handover.sudo().state, "done")
        self.assertEqual(handover.sudo().approver_id, self.leader_sjz)

    def test_a_leader_hands_over_own_people_to_own_people(self):
        handover = self._prepare({"user_ids": [Command.set(self.sales_gz1.ids)]})
        with self.assertRaises(UserError):
            handover.action_start()
        with self.assertRaises(AccessError):
            self._prepare(user=self.leader_bd)
        with self.assertRaises(AccessError):
            self._prepare(user=self.sales_sjz2)
        with self.assertRaises(ValidationError):
            self._prepare({"user_ids": [Command.set(self.leaver.ids)]})

    def test_nobody_writes_the_state(self):
        handover = self._prepare()
        with self.assertRaises(AccessError):
            handover.write({"state": "done"})
        with self.assertRaises(AccessError):
            handover.write({"approver_id": self.leader_sjz.id})
        handover.action_start()
        for write in (
            lambda: handover.write({"note": "x"}),
            lambda: handover.line_ids.write({"target": "pool"}),
            lambda: handover.unlink(),
            lambda: handover.action_start(),
        ):
            with self.assertRaises(UserError):
                write()

    def test_who_reads_a_handover(self):
        handover = self._do()
        for user in (
            self.leaver,
            self.sales_sjz2,
            self.leader_sjz,
            self.manager_north,
            self.director,
        ):
            self.assertTrue(self._get_visible(user, handover), user.login)
        for user in (self.leader_bd, self.sales_bd1, self.manager_south):
            self.assertFalse(self._get_visible(user, handover), user.login)

    def test_leaders_of_both_sides_are_told(self):
        last = self.env["mail.message"].search([], order="id DESC", limit=1).id
        self._do(
            {"user_ids": [Command.set(self.sales_bd1.ids)]}, user=self.manager_north
        )
        told = (
            self.env["mail.message"]
            .search([("id", ">", last), ("message_type", "=", "user_notification")])
            .notified_partner_ids
        )
        for user in (self.leader_sjz, self.leader_bd, self.leaver, self.sales_bd1):
            self.assertIn(user.partner_id, told, user.login)

    def test_a_failure_in_the_middle_moves_nothing(self):
        handover = self._prepare()
        with (
            patch.object(
                self.env.registry["crm.yishang.ownership.digest"],
                "_send",
                side_effect=RuntimeError("stopped"),
            ),
            self.assertRaises(RuntimeError),
            self.env.cr.savepoint(),
        ):
            handover.action_start()
        self.env.invalidate_all()
        self.assertEqual(handover.state, "draft")
        self.assertEqual(self.mine.user_id, self.leaver)
        self.assertEqual(self.deal.user_id, self.leaver)
        self.assertFalse(self.mine.yishang_ownership_ids)

    def test_customers_claimed_meanwhile_are_no_longer_part_of_it(self):
        handover = self._prepare()
        handover.action_preview()
        gone = self.mine[2]
        gone.user_id = self.leader_sjz
        handover.action_start()
        self.assertEqual(gone.user_id, self.leader_sjz)
        self.assertEqual(handover.preview["owners"][0][1], len(self.mine))
        self.assertEqual(handover.result["owners"][0][1], len(self.mine) - 1)

    def test_the_second_of_two_handovers_finds_nothing_left(self):
        first, second = self._prepare(), self._prepare({"target": "pool"})
        first.action_start()
        second.action_start()
        self.assertEqual(second.result["owners"], [])
        self.assertEqual(self.mine.user_id, self.sales_sjz2)

    def test_statements_do_not_grow_with_the_customers(self):
        counts = []
        for number in (5, 50):
            customers = self.env["res.partner"].create(
                [
                    {
                        "name": f"第{number}批{index}",
                        "yishang_is_customer": True,
                        "user_id": self.sales_bd1.id,
                    }
                    for index in range(number)
                ]
            )
            self.assertTrue(customers)
            handover = self._prepare(
                {"target": "superior"},
                user=self.manager_north,
                user_id=self.sales_bd1.id,
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.action_start()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_large_handovers_run_in_the_background(self):
        handover = self._prepare()
        with patch.object(run_mixin, "AT_ONCE", 3):
            handover.action_start()
        self.assertEqual(handover.state, "approved")
        self.assertEqual(self.mine.user_id, self.leaver)
        self._run_job()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self.mine.user_id, self.sales_sjz2)
        self.assertEqual(self.mine[0].yishang_ownership_ids.user_id, self.leader_sjz)

    def test_a_job_that_breaks_off_says_why(self):
        handover = self._prepare()
        with patch.object(run_mixin, "AT_ONCE", 3):
            handover.action_start()
        with patch.object(
            self.env.registry["crm.yishang.ownership.digest"],
            "_send",
            side_effect=UserError("网络断了"),
        ):
            self._run_job()
        self.assertEqual((handover.state, handover.failure), ("failed", "网络断了"))
        self.assertEqual(self.mine.user_id, self.leaver)
        handover.sudo().state = "running"
        self._run_job()
        self.assertEqual(handover.state, "failed")
        handover.action_start()
        self.assertEqual(handover.state, "done")

    def _run_job(self):
        """Run the job, whose transactions are savepoints of this one."""
        with self.enter_registry_test_mode():
            self.env["crm.yishang.handover"].sudo()._cron_execute()
