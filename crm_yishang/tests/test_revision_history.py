from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook
from .revision_common import NEW_PHONE, OLD_PHONE, RevisionCommon


@tagged("post_install", "-at_install")
class TestRevisionHistory(RevisionCommon):
    """What is kept of changes, what is shown of them, and of whom."""

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
                self.assertEqual((rows["Phone"], rows["Owner"]), (phone, owner))
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
            (self.sales_sjz1, {}),
            (self.leader_sjz, {"revision_judge": "1"}),
        ):
            tiles = (
                self.env["crm.yishang.workbench"].with_user(user)._get_revision_tiles()
            )
            self.assertEqual({tile["key"]: tile["text"] for tile in tiles}, texts)

    def test_the_workbench_counts_what_lacks_a_reason(self):
        self._save(self.sales_sjz1, reason=False, phone=NEW_PHONE)
        workbench = self.env["crm.yishang.workbench"].with_user(self.sales_sjz1)
        (tile,) = workbench._get_revision_tiles()
        self.assertEqual((tile["key"], tile["text"]), ("revision_draft", "1"))

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
class TestRevisionImport(RevisionCommon, ImportCommon):
    """Rows of a workbook that change protected fields are named before anything is."""

    def test_a_row_says_what_has_to_be_approved(self):
        self.customer.yishang_code = "REV1"
        content = make_workbook(
            [
                ("客户编码", "客户名称", "电话", "客户简称"),
                ("REV1", "甲石家庄", NEW_PHONE, "甲"),
                (None, "新客户", "0311-1", None),
            ]
        )
        importer, plan = self._plan("customer", content, self.sales_sjz1, "update")
        self.assertEqual(self._reasons(plan), [(2, "电话", "protected")])
        ((_column, error),) = next(iter(plan.rows)).errors
        self.assertIn("甲石家庄", importer._get_reason(error))
        self.assertEqual(self.customer.phone, OLD_PHONE)
        _importer, plan = self._plan("customer", content, self.crm_admin, "update")
        self.assertEqual(self._reasons(plan), [])


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
