from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RefusalCase
from .lifecycle_common import LifecycleCommon


@tagged("post_install", "-at_install")
@freeze_time(LifecycleCommon.now)
class TestMerge(LifecycleCommon, RefusalCase):
    """Two customers that are the same become one, and tell all they told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.customer
        cls.merged = cls.customer_sjz2

    def _merge(self, *merged, kept=None, user=None):
        """Merge customers as ``user``, the leader of both salespeople by default."""
        kept = kept or self.kept
        merged = self.env["res.partner"].union(*merged or (self.merged,))
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizard.with_user(user or self.leader_sjz).with_context(lang="en_US")
        wizard._merge((kept | merged).ids, kept)
        self.assertFalse(merged.exists())

    def _get_changes(self, customer):
        return self.env["crm.yishang.ownership.change"].search(
            [("customer_id", "=", customer.id)], order="id"
        )

    def test_what_was_sold_is_of_the_type_of_the_kept_one(self):
        types = self.env["crm.yishang.customer.type"].create(
            [{"name": "测试代理", "code": "t-a"}, {"name": "测试用户", "code": "t-b"}]
        )
        self.kept.yishang_type_id, self.merged.yishang_type_id = types
        order = self._buy(self.merged)
        totals = self.env["crm.yishang.total"]
        while totals._refresh():
            pass
        self.assertEqual(self._get_sold_types(order.user_id), types[1])
        self._merge()
        self.assertEqual(self._get_sold_types(order.user_id), types[0])
        self.assertEqual(self.env["crm.yishang.total.check"]._verify(), [])

    def _get_sold_types(self, user):
        """Return to which types of customers a user has sold, by the totals."""
        groups = self.env["crm.yishang.product.total"]._read_group(
            [("user_id", "=", user.id)],
            ["customer_type_id"],
            having=[("line_count:sum", "!=", 0)],
        )
        return self.env["crm.yishang.customer.type"].union(*(one for (one,) in groups))

    def test_open_work_goes_to_the_owner_and_past_figures_stay(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "在谈",
                "type": "opportunity",
                "partner_id": self.merged.id,
                "user_id": self.sales_sjz2.id,
            }
        )
        quotation = self._create_order(self.merged)
        order = self._buy(self.merged)
        visit = self._create_done(self.sales_sjz2, self.merged).sudo()
        contact = self.merged.child_ids
        self._merge()
        self.assertEqual(lead.user_id | quotation.user_id, self.sales_sjz1)
        self.assertEqual(order.user_id | visit.user_id, self.sales_sjz2)
        self.assertEqual(order.order_line.salesman_id, self.sales_sjz2)
        documents = (lead, quotation, order, visit, contact)
        for document in documents:
            self.assertEqual(document.yishang_customer_id, self.kept)
            self.assertEqual(document.yishang_scope_key, self.sales_sjz1.id)
            self.assertEqual(document.yishang_scope_region_id, self.changan)
            seen = document.with_user(self.sales_sjz1)
            self.assertTrue(seen.has_access("read"))
            self.assertFalse(document.with_user(self.sales_sjz2).has_access("read"))
        self.assertEqual(contact.complete_name, f"甲石家庄, {contact.name}")

    def test_histories_say_what_was_merged_by_whom(self):
        code = self.merged.yishang_code
        self.env["crm.yishang.ownership"]._transfer(
            self.merged, "assign", owners=self.sales_bd1.id, reason="换人"
        )
        self._merge(user=self.manager_north)
        first, last = self._get_changes(self.kept)
        self.assertEqual(first.old_owner_id, self.sales_sjz2)
        self.assertEqual(first.new_owner_id, self.sales_bd1)
        self.assertEqual(last.kind, "merge")
        self.assertEqual(last.old_owner_id, self.sales_bd1)
        self.assertEqual(last.new_owner_id, self.sales_sjz1)
        self.assertEqual(last.user_id, self.manager_north)
        self.assertIn(f"{code} 乙石家庄 (sales_bd1)", last.reason)
        self.assertIn(f"{self.kept.yishang_code} 甲石家庄", last.reason)
        self.assertIn(code, self.kept.message_ids[0].body)

    def test_the_same_owner_leaves_a_history_too(self):
        self.merged = self._create_customer(
            "甲石家庄分店", self.sales_sjz1, self.changan
        )
        self._merge()
        self.assertEqual(self._get_changes(self.kept).kind, "merge")

    def test_whoever_loses_a_customer_is_told(self):
        self._merge()
        note = self.env["mail.message"].search(
            [("partner_ids", "in", self.sales_sjz2.partner_id.ids)], limit=1
        )
        self.assertIn("乙石家庄", note.body)
        self.assertIn("甲石家庄", note.body)

    def test_a_kept_one_of_the_pool_gets_the_owner(self):
        self._merge(kept=self.pool_sjz, user=self.manager_north)
        self.assertEqual(self.pool_sjz.user_id, self.sales_sjz2)
        self.assertEqual(self.pool_sjz.yishang_region_id, self.changan)
        contacts = self.pool_sjz.child_ids
        self.assertEqual(
            set(contacts.mapped("yishang_scope_key")), {self.sales_sjz2.id}
        )

    def test_merged_ones_of_the_pool_stay_in_the_pool(self):
        other = self._create_customer("公海分店", None, self.changan)
        self._merge(other, kept=self.pool_sjz, user=self.manager_north)
        self.assertFalse(self.pool_sjz.user_id)

    def test_empty_fields_are_filled_and_nothing_is_overwritten(self):
        kind = self.env["crm.yishang.customer.type"].search([], limit=1)
        self.kept.write({"phone": "0311-1111111", "comment": "老客户"})
        self.merged.write(
            {
                "phone": "0311-2222222",
                "email": "b@example.com",
                "street": "中山路1号",
                "vat": "91130102MA07BEKANJ",
                "yishang_short_name": "乙",
                "yishang_type_id": kind.id,
                "comment": "预算充足",
                "yishang_is_kept": True,
            }
        )
        code = self.kept.yishang_code
        self._merge()
        self.assertRecordValues(
            self.kept,
            [
                {
                    "name": "甲石家庄",
                    "yishang_code": code,
                    "phone": "0311-1111111",
                    "email": "b@example.com",
                    "street": "中山路1号",
                    "vat": "91130102MA07BEKANJ",
                    "yishang_short_name": "乙",
                    "yishang_type_id": kind.id,
                    "yishang_is_kept": True,
                    "user_id": self.sales_sjz1.id,
                }
            ],
        )
        self.assertIn("老客户", self.kept.comment)
        self.assertIn("预算充足", self.kept.comment)
        self.assertEqual(self.kept.child_ids.mapped("vat"), [self.kept.vat] * 3)

    def test_the_former_name_and_number_stay_as_an_address(self):
        code = self.merged.yishang_code
        self.kept.phone = "0311-1111111"
        self.merged.phone = "0311-2222222"
        self._merge()
        address = self.kept.child_ids.filtered(lambda one: one.type == "other")
        self.assertRecordValues(
            address, [{"name": "乙石家庄", "phone": "0311-2222222", "ref": code}]
        )
        for text in ("乙石家庄", "03112222222"):
            found = self.env["res.partner"].with_user(self.sales_sjz1)
            found = found.search([("yishang_search", "ilike", text)])
            self.assertIn(self.kept, found)

    def test_what_is_said_otherwise_stands_in_the_note(self):
        self.kept.yishang_scale = "1"
        self.merged.yishang_scale = "500"
        self._merge()
        self.assertEqual(self.kept.yishang_scale, "1")
        self.assertIn("500 to 999 People", self.kept.message_ids[0].body)

    def test_contact_dates_are_those_of_both(self):
        self.kept.write(
            {
                "yishang_date_first_contact": "2026-01-05",
                "yishang_date_last_contact": "2026-02-05",
                "yishang_date_next_contact": "2026-04-05",
            }
        )
        self.merged.write(
            {
                "yishang_date_first_contact": "2026-01-01",
                "yishang_date_last_contact": "2026-02-01",
                "yishang_date_next_contact": "2026-04-01",
            }
        )
        self._merge()
        self.assertEqual(self.kept.yishang_date_first_contact, date(2026, 1, 1))
        self.assertEqual(self.kept.yishang_date_last_contact, date(2026, 2, 5))
        self.assertEqual(self.kept.yishang_date_next_contact, date(2026, 4, 1))

    def test_stages(self):
        for kept, merged, expected in (
            ("potential", "visited", "visited"),
            ("visited", "potential", "visited"),
            ("potential", "member", "member"),
            ("member", "dormant", "member"),
            ("lost", "potential", "potential"),
            ("visited", "lost", "visited"),
            ("lost", "lost", "lost"),
        ):
            with self.subTest(kept=kept, merged=merged):
                both = [self._create_customer("店", self.sales_sjz1) for _one in "ab"]
                self._enter(both[0], kept)
                self._enter(both[1], merged)
                self._merge(both[1], kept=both[0], user=self.crm_admin)
                self.assertEqual(both[0].yishang_lifecycle, expected)

    def test_collaborators_keep_the_wider_right_and_the_later_end(self):
        grants = self.env["crm.yishang.grant"]
        for customer, right, end in (
            (self.kept, "read", "2026-12-31"),
            (self.merged, "write", "2026-04-30"),
        ):
            grants.create(
                {
                    "customer_id": customer.id,
                    "user_id": self.sales_gz1.id,
                    "access_right": right,
                    "date_end": end,
                }
            )
        own = {"customer_id": self.merged.id, "user_id": self.sales_sjz1.id}
        grants.create(own)
        self._merge()
        self.assertRecordValues(
            self.kept.yishang_collaborator_ids,
            [
                {
                    "user_id": self.sales_gz1.id,
                    "access_right": "write",
                    "date_end": date(2026, 12, 31),
                }
            ],
        )

    def test_the_reclaim_date_is_worked_out_anew(self):
        self.env["crm.yishang.pool.rule"].create({"name": "规则", "days_contact": 30})
        self.merged.yishang_date_last_contact = "2040-03-03"
        self._merge()
        self.assertEqual(self.kept.yishang_date_reclaim, date(2040, 4, 2))

    def test_a_handover_from_before_is_undone_without_it(self):
        """What was merged since belongs to another customer."""
        ownership = self.env["crm.yishang.ownership"]
        lead = self.env["crm.lead"].create(
            {
                "name": "在谈",
                "type": "opportunity",
                "partner_id": self.merged.id,
                "user_id": self.sales_sjz2.id,
            }
        )
        both = self.merged | self._create_customer("戊石家庄", self.sales_sjz2)
        move = ownership._transfer(both, "handover", owners=self.sales_sjz1.id)
        self._merge()
        undo = self.env["crm.yishang.ownership.undo"]
        _move, stayed = undo._undo(move, "撤销")
        self.assertEqual(stayed, self.kept)
        self.assertEqual(self.kept.user_id, self.sales_sjz1)
        self.assertEqual(lead.user_id, self.sales_sjz1)
        self.assertEqual(both.exists().user_id, self.sales_sjz2)

    def test_a_customer_with_a_history_is_never_deleted(self):
        visited = self._create_customer("来访", self.sales_sjz1)
        self._create_visit(self.sales_sjz1, visited)
        bought = self._create_customer("下单", self.sales_sjz1)
        self._create_order(bought)
        lost = self._create_customer("流失", self.sales_sjz1)
        lost._yishang_give_up("倒闭")
        for customer in (visited, bought, lost):
            with self.subTest(customer=customer.name):
                with self.assertRefused(UserError, "Archive"):
                    customer.with_context(lang="en_US").unlink()
                self.assertTrue(customer.exists())
        new = self._create_customer("录错", self.sales_sjz1)
        new.unlink()
        self.assertFalse(new.exists())
