from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import crm_yishang_handover_run_mixin as run_mixin
from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestHandover(VisitCommon):
    """Everything of one person goes to others, and back again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = cls.sales_sjz1
        cls.type_a, cls.type_b = cls.env["crm.yishang.customer.type"].create(
            [{"code": "T-A", "name": "甲类"}, {"code": "T-B", "name": "乙类"}]
        )
        regions = [cls.changan, cls.sjz, cls.baoding] * 4
        cls.mine = cls.customer_sjz1 | cls.env["res.partner"].create(
            [
                {
                    "name": f"客户{number}",
                    "is_company": True,
                    "yishang_is_customer": True,
                    "user_id": cls.leaver.id,
                    "yishang_region_id": region.id,
                    "yishang_type_id": (cls.type_a if number % 2 else cls.type_b).id,
                }
                for number, region in enumerate(regions)
            ]
        )
        leads = cls.env["crm.lead"]
        common = {"user_id": cls.leaver.id, "type": "opportunity"}
        cls.deal = leads.create(
            {**common, "name": "在谈", "partner_id": cls.customer_sjz1.id}
        )
        cls.shared = leads.create(
            {**common, "name": "协作", "partner_id": cls.customer_sjz2.id}
        )
        cls.lead = leads.create(
            {"name": "线索", "type": "lead", **{"user_id": cls.leaver.id}}
        )
        cls.order = cls._create_order(cls.customer_sjz1)
        cls.order.action_confirm()
        cls.quotation = cls._create_order(cls.customer_sjz1)
        cls.grant = cls.env["crm.yishang.grant"].create(
            {"user_id": cls.leaver.id, "customer_id": cls.customer_bd1.id}
        )
        cls.env.flush_all()

    def _prepare(self, *lines, user=None, **values):
        """Return a handover of the leaver, for the leader or ``user``."""
        lines = lines or ({"user_ids": [Command.set(self.sales_sjz2.ids)]},)
        return (
            self.env["crm.yishang.handover"]
            .with_user(user or self.leader_sjz)
            .create(
                {
                    "user_id": self.leaver.id,
                    "note": "离职",
                    "line_ids": [Command.create(line) for line in lines],
                    **values,
                }
            )
        )

    def _do(self, *lines, **values):
        handover = self._prepare(*lines, **values)
        handover.action_start()
        self.env.invalidate_all()
        self.assertEqual(handover.state, "done")
        return handover

    def test_everything_goes_to_one_successor(self):
        handover = self._do()
        self.assertEqual(self.mine.user_id, self.sales_sjz2)
        self.assertEqual(self.deal.user_id, self.sales_sjz2)
        self.assertEqual(self.quotation.user_id, self.sales_sjz2)
        self.assertEqual(self.order.user_id, self.leaver)
        change = self.customer_sjz1.yishang_ownership_ids
        self.assertEqual((change.kind, change.reason), ("handover", "离职"))
        self.assertEqual(change.user_id, self.leader_sjz)
        self.assertEqual(handover.successor_ids, self.sales_sjz2 | self.leader_sjz)

    def test_the_successor_reads_all_and_the_leaver_nothing(self):
        done = self._create_done(self.leaver, self.customer_sjz1).sudo()
        self._do()
        for record in (self.customer_sjz1, self.deal, self.order, self.quotation, done):
            with self.subTest(record=record):
                self.assertTrue(self._get_visible(self.sales_sjz2, record))
                self.assertFalse(self._get_visible(self.leaver, record))
        for record in (self.mine, self.shared, self.lead, self.customer_bd1):
            self.assertFalse(self._get_visible(self.leaver, record))

    def test_other_work_goes_to_whom_is_chosen(self):
        visit = self._create_visit(
            self.sales_sjz2,
            self.customer_sjz2,
            date_planned_start=fields.Datetime.now() + timedelta(days=1),
        ).sudo()
        visit.user_id = self.leaver
        self._do(work_user_id=self.sales_sjz2.id)
        # The owner of the customer takes what somebody else did on it.
        self.assertEqual(self.shared.user_id, self.sales_sjz2)
        self.assertEqual(visit.user_id, self.sales_sjz2)
        self.assertEqual(visit.event_id.user_id, self.sales_sjz2)
        self.assertFalse(self.customer_sjz2.yishang_collaborator_ids)
        self.assertEqual(self.lead.user_id, self.sales_sjz2)
        self.assertTrue(self._get_visible(self.sales_sjz2, self.lead))
        self.assertEqual(self.grant.user_id, self.sales_sjz2)
        self.assertTrue(self._get_visible(self.sales_sjz2, self.customer_bd1))

    def test_whoever_takes_work_collaborates(self):
        self._do()
        self.assertEqual(self.shared.user_id, self.leader_sjz)
        self.assertEqual(
            self.customer_sjz2.yishang_collaborator_ids.user_id, self.leader_sjz
        )

    def test_several_successors_get_the_same_number(self):
        users = self.sales_sjz2 | self.leader_sjz
        self._do({"user_ids": [Command.set(users.ids)]})
        counts = [
            len(
                self.mine.filtered(lambda customer, user=user: customer.user_id == user)
            )
            for user in users
        ]
        self.assertEqual(sorted(counts), [6, 7])

    def test_every_split_rule(self):
        picked = self.mine[-1]
        self._do(
            {
                "scope": "picked",
                "customer_ids": [Command.set(picked.ids)],
                "target": "superior",
                "sequence": 1,
            },
            {
                "scope": "region",
                "region_ids": [Command.set(self.sjz.ids)],
                "user_ids": [Command.set(self.sales_sjz2.ids)],
                "sequence": 2,
            },
            {
                "scope": "type",
                "type_ids": [Command.set(self.type_a.ids)],
                "user_ids": [Command.set(self.leader_bd.ids)],
                "sequence": 3,
            },
            {"target": "pool", "sequence": 4},
            user=self.manager_north,
        )
        for customer in self.mine:
            with self.subTest(customer=customer.name):
                if customer == picked:
                    expected = self.leader_sjz
                elif customer.yishang_region_id in self.sjz | self.changan:
                    expected = self.sales_sjz2
                elif customer.yishang_type_id == self.type_a:
                    expected = self.leader_bd
                else:
                    expected = self.env["res.users"]
                self.assertEqual(customer.user_id, expected)

    def test_no_customer_is_left_over(self):
        handover = self._prepare(
            {
                "scope": "region",
                "region_ids": [Command.set(self.baoding.ids)],
                "user_ids": [Command.set(self.sales_sjz2.ids)],
            }
        )
        handover.action_preview()
        self.assertEqual(handover.preview["rest"], 9)
        self.assertIn("9", handover.summary)
        with self.assertRaises(UserError):
            handover.action_start()
        self.assertEqual(self.mine.user_id, self.leaver)

    def test_what_was_shown_is_what_happens(self):
        self.deal.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leaver.id
        )
        self.lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leaver.id
        )
        self.hebei.manager_ids += self.leaver
        self.env["crm.team"].create({"name": "一组", "member_ids": self.leaver.ids})
        for target in ("superior", "pool"):
            with self.subTest(target=target), self.env.cr.savepoint() as savepoint:
                handover = self._prepare({"target": target})
                handover.action_preview()
                preview = dict(handover.preview)
                self.assertFalse(preview.pop("rest"))
                self.assertTrue(preview["along"] and preview["work"])
                handover.action_start()
                result = handover.result
                # A successor without team comes into the leaver's.
                extra = result["staff"].pop("crm.team.member") - 1
                self.assertEqual(preview["staff"].pop("crm.team.member"), 1)
                self.assertLessEqual(extra, 1)
                self.assertEqual(preview, result)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_changed_lines_forget_the_preview(self):
        handover = self._prepare()
        handover.action_preview()
        self.assertTrue(handover.preview)
        handover.line_ids.target = "pool"
        self.assertFalse(handover.preview)

    def test_people_regions_and_teams_go_along(self):
        self.hebei.manager_ids += self.leader_sjz
        team = self.env["crm.team"].create(
            {
                "name": "石家庄组",
                "user_id": self.leader_sjz.id,
                "member_ids": self.leader_sjz.ids,
            }
        )
        handover = self._prepare(
            {"target": "superior"},
            user=self.manager_north,
            user_id=self.leader_sjz.id,
            work_user_id=self.sales_sjz2.id,
            staff_user_id=self.sales_sjz2.id,
        )
        handover.action_start()
        self.env.invalidate_all()
        boss = self.sales_sjz2.employee_id
        self.assertEqual(self.sales_sjz1.employee_id.parent_id, boss)
        self.assertEqual(boss.parent_id.user_id, self.manager_north)
        self.assertIn(self.sales_sjz2, self.hebei.manager_ids)
        self.assertNotIn(self.leader_sjz, self.hebei.manager_ids)
        self.assertEqual(team.user_id, self.sales_sjz2)
        self.assertNotIn(self.leader_sjz, team.member_ids)
        self.assertTrue(self._get_visible(self.sales_sjz2, self.customer_sjz1))
        self.assertFalse(self._get_visible(self.leader_sjz, self.customer_sjz1))
        handover.action_undo()
        self.env.invalidate_all()
        self.assertEqual(
            (self.sales_sjz1 | self.sales_sjz2).employee_id.parent_id,
            self.leader_sjz.employee_id,
        )
        self.assertIn(self.leader_sjz, self.hebei.manager_ids)
        self.assertNotIn(self.sales_sjz2, self.hebei.manager_ids)
        self.assertEqual(team.user_id, self.leader_sjz)
        self.assertIn(self.leader_sjz, team.member_ids)

    def test_sales_figures_of_the_past_stay_to_the_cent(self):
        def get_figures():
            self.env.flush_all()
            self.env.invalidate_all()
            figures = [
                self.env[model]._read_group(domain, ["user_id"], [total])
                for model, total, domain in (
                    ("sale.order", "amount_total:sum", [("state", "=", "sale")]),
                    ("sale.report", "price_total:sum", [("state", "=", "sale")]),
                    (
                        "account.move",
                        "amount_total:sum",
                        [("move_type", "!=", "entry")],
                    ),
                )
            ]
            return [[(user.id, total) for user, total in part] for part in figures]

        self.order._create_invoices()
        before = get_figures()
        self.assertTrue(any(user == self.leaver.id for user, _total in before[0]))
        handover = self._do()
        self.assertEqual(get_figures(), before)
        handover.action_undo()
        self.assertEqual(get_figures(), before)

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
