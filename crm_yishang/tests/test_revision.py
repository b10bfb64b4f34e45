from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .revision_common import NEW_PHONE, OLD_PHONE, RevisionCommon


@tagged("post_install", "-at_install")
class TestRevision(RevisionCommon):
    """Key data change by a request that a superior approves."""

    def test_the_protected_part_of_a_save_is_asked_for_the_rest_is_saved(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE, yishang_short_name="甲")
        self.assertEqual(self.customer.phone, OLD_PHONE)
        self.assertEqual(self.customer.yishang_short_name, "甲")
        self.assertRecordValues(
            revision,
            [
                {
                    "state": "requested",
                    "reason": "搬迁",
                    "requester_id": self.sales_sjz1.id,
                    "judge_id": self.leader_sjz.id,
                    "summary": f"Phone: {OLD_PHONE} → {NEW_PHONE}",
                }
            ],
        )
        self.assertRegex(revision.name, r"^XD\d{8}")
        self.assertEqual(self._get_history(), [])

    def test_what_is_only_written_differently_is_no_change(self):
        vat = "91130102MA0GF3K76L"
        self.customer.write({"vat": vat, "country_id": self.env.ref("base.cn").id})
        for values in (
            {"phone": OLD_PHONE},
            {"vat": f" {vat.lower()} "},
            {"name": self.customer.name, "user_id": self.sales_sjz1.id},
            {"bank_ids": []},
        ):
            with self.subTest(values=values):
                self.assertFalse(self._save(self.sales_sjz1, **values))
                self.customer.with_user(self.sales_sjz1).write(values)

    def test_without_a_reason_the_request_waits_for_it(self):
        revision = self._save(self.sales_sjz1, reason=False, phone=NEW_PHONE)
        self.assertEqual(revision.state, "draft")
        with self.assertRefused(UserError, "say why"):
            revision.action_send()
        again = self._save(self.sales_sjz1, reason=False, phone="1", name="新名")
        self.assertEqual(again, revision)
        self.assertEqual(
            dict(zip(revision.line_ids.mapped("field_name"),
                     revision.line_ids.mapped("new_text"), strict=True)),
            {"phone": "1", "name": "新名"},
        )  # fmt: skip
        revision.reason = "换号"
        revision.action_send()
        self.assertEqual(revision.state, "requested")
        with self.assertRefused(UserError, "To Approve"):
            revision.reason = "别的"

    def test_an_approved_request_is_written_and_kept_for_ever(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE, name="新名称")
        revision.with_user(self.leader_sjz).action_approve("已核实")
        self.assertRecordValues(self.customer, [{"phone": NEW_PHONE, "name": "新名称"}])
        self.assertEqual(
            (revision.state, revision.approver_id, revision.comment),
            ("approved", self.leader_sjz, "已核实"),
        )
        self.assertCountEqual(
            self._get_history(),
            [
                ("phone", OLD_PHONE, NEW_PHONE, "approved"),
                ("name", "甲石家庄", "新名称", "approved"),
            ],
        )
        entry = self.entries.search([("customer_id", "=", self.customer.id)], limit=1)
        self.assertEqual(
            (entry.user_id, entry.requester_id, entry.revision_id),
            (self.leader_sjz, self.sales_sjz1, revision),
        )
        found = self.env["res.partner"].search([("yishang_search", "ilike", "新名称")])
        self.assertIn(self.customer, found)

    def test_a_refused_request_changes_nothing_and_says_why(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE)
        judged = revision.with_user(self.leader_sjz)
        with self.assertRefused(UserError, "Say why"):
            judged.action_refuse()
        judged.action_refuse("请先核实")
        self.assertEqual((revision.state, revision.comment), ("refused", "请先核实"))
        self.assertEqual(self.customer.phone, OLD_PHONE)
        with self.assertRefused(UserError, "Refused"):
            judged.action_approve()
        # The field is free for another request.
        self.assertEqual(
            self._save(self.sales_sjz1, phone=NEW_PHONE).state, "requested"
        )

    def test_many_are_decided_on_at_once(self):
        revisions = self._save(self.sales_sjz1, phone=NEW_PHONE)
        revisions += self._save(self.sales_sjz2, self.customer_sjz2, phone="2")
        wizard = (
            self.env["crm.yishang.revision.decide"]
            .with_user(self.leader_sjz)
            .with_context(active_model=revisions._name, active_ids=revisions.ids)
            .create({"comment": "同意"})
        )
        wizard.action_approve()
        self.assertEqual(revisions.mapped("state"), ["approved"] * 2)
        self.assertEqual(self.customer_sjz2.phone, "2")

    def test_whoever_is_above_the_owner_decides(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE)
        above = self.leader_sjz | self.manager_north | self.director | self.crm_admin
        for user in self.staff:
            with self.subTest(user=user.login):
                seen = self.revisions.with_user(user).search([("id", "=", revision.id)])
                self.assertEqual(bool(seen and seen.can_decide), user in above)
                waiting = self.revisions.with_user(user)._get_waiting_domain()
                found = self.revisions.with_user(user).search(waiting)
                self.assertEqual(bool(found), user in above)
                if user not in above:
                    with self.assertRaises(AccessError):
                        revision.with_user(user).action_approve()

    def test_nobody_decides_on_the_own_request_unless_nobody_is_above(self):
        own = self._create_customer("主管客户", self.leader_sjz, self.sjz, phone="1")
        revision = self._save(self.leader_sjz, own, phone="2")
        self.assertFalse(revision.can_decide)
        self.assertEqual(revision.judge_id, self.manager_north)
        # A request of the leader on a customer of the own people goes further up, too.
        revision = self._save(self.leader_sjz, phone=NEW_PHONE)
        self.assertFalse(revision.can_decide)
        self.assertEqual(revision.judge_id, self.manager_north)
        top = self._save(self.director, self.customer_gz1, phone="3")
        self.assertTrue(top.can_decide)
        top.action_approve()
        self.assertEqual(self.customer_gz1.phone, "3")

    def test_what_moved_meanwhile_is_a_conflict(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE, name="新名称")
        self.customer.with_user(self.crm_admin).write({"phone": "0311-5"})
        answer = revision.with_user(self.leader_sjz).action_approve()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual(revision.state, "conflict")
        self.assertEqual(self.customer.name, "甲石家庄")
        line = revision.line_ids.filtered(lambda one: one.field_name == "phone")
        self.assertEqual((line.old_text, line.now_text), (OLD_PHONE, "0311-5"))
        told = self.env["mail.message"].search(
            [("model", "=", revision._name), ("res_id", "=", revision.id)]
        )
        self.assertIn(self.sales_sjz1.partner_id, told.notified_partner_ids)

    def test_one_request_for_each_field_of_a_customer(self):
        self._save(self.sales_sjz1, phone=NEW_PHONE)
        with self.assertRefused(UserError, "sales_sjz1 asks for another Phone"):
            self._save(self.sales_sjz1, phone="4")
        with self.assertRefused(UserError, "sales_sjz1"):
            self._save(self.leader_sjz, phone="4")
        other = self._save(self.sales_sjz1, name="另一名称")
        self.assertEqual(other.state, "requested")

    def test_who_asks_withdraws_and_nobody_else(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE)
        with self.assertRefused(UserError, "sales_sjz1"):
            revision.with_user(self.leader_sjz).action_withdraw()
        self.customer.with_user(self.sales_sjz1).action_yishang_withdraw_revisions()
        self.assertEqual(revision.state, "withdrawn")
        with self.assertRefused(UserError, "not deleted"):
            revision.sudo().unlink()

    def test_requests_move_with_the_customer(self):
        revision = self._save(self.sales_sjz1, phone=NEW_PHONE).with_user(self.env.user)
        self.env["crm.yishang.ownership"]._transfer(
            self.customer,
            "handover",
            owners=self.sales_gz1.id,
            regions=self.guangzhou.id,
        )
        for user, sees in ((self.sales_sjz1, False), (self.sales_gz1, True)):
            found = self.revisions.with_user(user).search([("id", "=", revision.id)])
            self.assertEqual(bool(found), sees)
        self.assertEqual(revision.judge_id, self.leader_gz)
        revision.with_user(self.leader_gz).action_approve()
        self.assertEqual(self.customer.phone, NEW_PHONE)

    def test_owner_and_region_are_the_superiors_decision(self):
        moved = self.customer.with_user(self.leader_sjz)
        moved.write({"user_id": self.sales_sjz2.id})
        self.assertEqual(self.customer.user_id, self.sales_sjz2)
        own = self.customer.with_user(self.sales_sjz2)
        with self.assertRefused(UserError, "Region"):
            own.write({"yishang_region_id": self.sjz.id})
        revision = self._save(self.sales_sjz2, yishang_region_id=self.sjz.id)
        self.assertEqual(self.customer.yishang_region_id, self.changan)
        revision.with_user(self.leader_sjz).action_approve()
        self.assertEqual(self.customer.yishang_region_id, self.sjz)
        change = self.customer.yishang_ownership_ids[:1]
        self.assertEqual((change.kind, change.reason), ("region", "搬迁"))
        self.assertEqual(self._get_history()[-1][0], "yishang_region_id")

    def test_assigning_what_others_decide_on_is_asked_for(self):
        own = self._create_customer("主管客户", self.leader_sjz, self.sjz)
        wizard = self.env["crm.yishang.customer.assign"].with_user(self.leader_sjz)
        wizard.create(
            {
                "customer_ids": [Command.set((own | self.customer).ids)],
                "user_id": self.sales_sjz2.id,
                "reason": "调整",
            }
        ).action_assign()
        self.assertEqual(self.customer.user_id, self.sales_sjz2)
        self.assertEqual(own.user_id, self.leader_sjz)
        revision = self.revisions.search([("customer_id", "=", own.id)])
        self.assertEqual(revision.state, "requested")
        revision.with_user(self.manager_north).action_approve()
        self.assertEqual(own.user_id, self.sales_sjz2)
        self.assertEqual(own.yishang_ownership_ids[:1].reason, "调整")

    def test_the_pool_and_handovers_go_on(self):
        self.pool_sjz.with_user(self.sales_sjz1).action_yishang_claim()
        self.assertEqual(self.pool_sjz.user_id, self.sales_sjz1)
        self.env["crm.yishang.pool"].with_user(self.sales_sjz1)._return(
            self.pool_sjz, "无需求"
        )
        self.assertFalse(self.pool_sjz.user_id)

    def test_a_wrong_value_is_said_before_anybody_decides(self):
        self.customer.country_id = self.env.ref("base.cn")
        with self.assertRefused(ValidationError, "not a valid"):
            self._save(self.sales_sjz1, vat="91130102MA0GF3K76X")
        with self.assertRefused(ValidationError, "at most 100"):
            self._save(self.sales_sjz1, phone="1" * 101)
        self.assertFalse(
            self.revisions.search([("customer_id", "=", self.customer.id)])
        )

    def test_bank_accounts_are_asked_for_like_fields(self):
        commands = [[0, "virtual_1", {"acc_number": "6222001", "partner_id": 1}]]
        revision = self._save(self.sales_sjz1, bank_ids=commands)
        self.assertFalse(self.customer.bank_ids)
        self.assertEqual(revision.line_ids.new_text, "6222001")
        revision.with_user(self.leader_sjz).action_approve()
        self.assertEqual(self.customer.bank_ids.acc_number, "6222001")
        self.assertEqual(
            self._get_history(), [("bank_ids", False, "6222001", "approved")]
        )
        foreign = self.env["res.partner.bank"].create(
            {"acc_number": "7", "partner_id": self.customer_gz1.id}
        )
        with self.assertRefused(AccessError, "no access"):
            self._save(self.sales_sjz1, bank_ids=[[1, foreign.id, {"acc_number": "8"}]])
