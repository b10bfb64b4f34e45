from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

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

    def test_the_pool_and_handovers_go_on(self):
        self.pool_sjz.with_user(self.sales_sjz1).action_yishang_claim()
        self.assertEqual(self.pool_sjz.user_id, self.sales_sjz1)
        self.env["crm.yishang.pool"].with_user(self.sales_sjz1)._return(
            self.pool_sjz, "无需求"
        )
        self.assertFalse(self.pool_sjz.user_id)

    def test_types_and_grades_choose_the_customers(self):
        kind, other = self.env["crm.yishang.customer.type"].create(
            [{"code": "T-K", "name": "重点"}, {"code": "T-O", "name": "其他"}]
        )
        self._protect(
            "phone",
            yishang_revision_type_ids=[Command.set(kind.ids)],
            yishang_revision_grade="b",
        )
        for type_, grade, covered in (
            (kind, "a", True),
            (kind, "b", True),
            (kind, "c", False),
            (kind, False, False),
            (other, "a", False),
        ):
            with self.subTest(type=type_.name, grade=grade):
                self.customer.write(
                    {"yishang_type_id": type_.id, "yishang_grade": grade}
                )
                names = self.customer.with_user(self.sales_sjz1).yishang_protected
                self.assertEqual("phone" in (names or []), covered)
        self.customer.write({"yishang_type_id": kind.id, "yishang_grade": "a"})
        for values in ({"yishang_type_id": other.id}, {"yishang_grade": "c"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.customer.with_user(self.sales_sjz1).write(values)

    def test_only_listed_fields_can_be_protected(self):
        with self.assertRaises(ValidationError):
            self._protect("phone", "comment")

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

    @mute_logger("odoo.sql_db")
    def test_nobody_changes_the_history(self):
        self.customer.with_user(self.crm_admin).write({"phone": NEW_PHONE})
        self.assertEqual(
            self._get_history(), [("phone", OLD_PHONE, NEW_PHONE, "administrator")]
        )
        entry = self.entries.search([("customer_id", "=", self.customer.id)])
        for user in (self.crm_admin, self.env.user):
            record = entry.with_user(user).sudo()
            with self.assertRefused(UserError, "neither changed nor deleted"):
                record.write({"new_label": "x"})
            with self.assertRefused(UserError, "neither changed nor deleted"):
                record.unlink()
        with self.assertRaises(AccessError):
            self.entries.with_user(self.director).create({"customer_id": 1})
        with self.assertRefused(UserError, "not deleted"):
            self.customer.unlink()

    def test_the_values_of_a_past_day(self):
        with freeze_time("2026-03-02 04:00:00"):
            self.customer.with_user(self.crm_admin).write({"phone": "第一"})
        with freeze_time("2026-03-05 04:00:00"):
            self.customer.with_user(self.crm_admin).write({"phone": "第二"})
            self.env["crm.yishang.ownership"]._transfer(
                self.customer, "assign", owners=self.sales_sjz2.id
            )
        day = fields.Date.to_date("2026-03-01")
        past = self.env["crm.yishang.revision.past"].with_user(self.leader_sjz)
        for days, phone, owner in (
            (0, OLD_PHONE, "sales_sjz1"),
            (1, "第一", "sales_sjz1"),
            (3, "第一", "sales_sjz1"),
            (4, "第二", "sales_sjz2"),
        ):
            with self.subTest(days=days):
                rows = {
                    row["label"]: row["text"]
                    for row in past._get_rows(self.customer, day + timedelta(days=days))
                }
                self.assertEqual((rows["Phone"], rows["Salesperson"]), (phone, owner))
        wizard = (
            self.env["crm.yishang.revision.day"]
            .with_user(self.leader_sjz)
            .create({"customer_id": self.customer.id, "date": "2026-03-01"})
        )
        self.assertIn(OLD_PHONE, wizard.content)

    def test_the_form_says_what_waits(self):
        self._save(self.sales_sjz1, phone=NEW_PHONE)
        for user, step in ((self.sales_sjz1, "own"), (self.leader_sjz, "judge")):
            seen = self.customer.with_user(user)
            self.assertIn(NEW_PHONE, seen.yishang_revision_notice)
            self.assertIn("leader_sjz", seen.yishang_revision_notice)
            self.assertEqual(seen.yishang_revision_state, step)
            action = seen.action_yishang_view_revisions()
            self.assertEqual(action["res_model"], "crm.yishang.revision")

    def test_the_workbench_counts_what_waits_for_me(self):
        self._save(self.sales_sjz1, phone=NEW_PHONE)
        for user, texts in (
            (self.sales_sjz1, {"revision_draft": "0"}),
            (self.leader_sjz, {"revision_judge": "1", "revision_draft": "0"}),
        ):
            tiles = (
                self.env["crm.yishang.workbench"].with_user(user)._get_revision_tiles()
            )
            self.assertEqual({tile["key"]: tile["text"] for tile in tiles}, texts)

    def test_masked_numbers_stay_masked(self):
        leader = self.env.ref("crm_yishang.crm_yishang_group_leader")
        self.customer.write({"phone": "13800135678"})
        self.env.company.yishang_masked_group_ids = leader
        revision = self._save(self.sales_sjz1, phone="13900139999")
        masked = revision.with_user(self.leader_sjz)
        self.assertEqual(masked.line_ids.old_text, "138****5678")
        self.assertNotIn("13900139999", masked.summary)
        with self.assertRaises(AccessError):
            masked.line_ids.read(["new_label"])
        self.assertIn("13900139999", revision.with_user(self.sales_sjz1).summary)
        # Writing the mask back asks for nothing.
        self.assertFalse(self._save(self.leader_sjz, phone="138****5678") - revision)


@tagged("post_install", "-at_install")
class TestRevisionCost(RevisionCommon):
    """What the guard costs."""

    def test_nothing_as_long_as_nothing_is_protected(self):
        guard = self.env["crm.yishang.revision.guard"]
        vals = {"phone": "1", "name": "2", "comment": "3"}
        self._protect()
        self.env["res.company"]._yishang_get_protections()
        with self.assertQueryCount(0):
            self.assertEqual(guard._find(self.customers, vals), [])
        self._protect("vat")
        self.env["res.company"]._yishang_get_protections()
        with self.assertQueryCount(0):
            self.assertEqual(guard._find(self.customers, vals), [])

    def test_many_customers_cost_as_few_statements_as_one(self):
        guard = self.env["crm.yishang.revision.guard"]

        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            changes = guard._find(customers, {"phone": "新", "name": "新"})
            self.assertEqual(len(changes), 2 * len(customers))
            self.entries._add(changes, "system")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(self.owned[0])
        self.assertLessEqual(count(self.owned), count(self.owned[0]))
