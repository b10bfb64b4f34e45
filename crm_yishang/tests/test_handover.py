from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .handover_common import HandoverCommon


@tagged("post_install", "-at_install")
@freeze_time(HandoverCommon.now)
class TestHandover(HandoverCommon):
    """Everything of one person goes to others."""

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
