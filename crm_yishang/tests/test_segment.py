from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import GROUP, RefusalCase, YishangCommon

SEGMENT = "crm.yishang.segment"


@tagged("post_install", "-at_install")
class TestSegment(RefusalCase, YishangCommon):
    """A segment is a condition, never a right: each gets the own customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hebei.manager_ids += cls.marketer
        cls.hebei_owned = cls.customer_sjz1 | cls.customer_sjz2 | cls.customer_bd1
        cls.owned.yishang_grade = "a"
        cls.ids = [("id", "in", cls.customers.ids)]
        cls.grade_a = cls._create_segment(
            cls.marketer, [*cls.ids, ("yishang_grade", "=", "a")], is_shared=True
        )

    @classmethod
    def _create_segment(cls, user, domain, **values):
        return (
            cls.env[SEGMENT]
            .with_user(user)
            .create({"name": "测试细分", "domain": repr(domain), **values})
        )

    def _get_size(self, segment, user):
        segment.invalidate_recordset()
        return segment.with_user(user).size

    def test_each_counts_the_customers_of_the_own_sight(self):
        for user, size in (
            (self.marketer, 3),
            (self.leader_sjz, 2),
            (self.leader_gz, 1),
            (self.manager_north, 3),
            (self.director, 4),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self._get_size(self.grade_a, user), size)
                # Superuser mode widens nothing.
                sudo = self.grade_a.with_user(user).sudo()
                sudo.invalidate_recordset()
                self.assertEqual(sudo.size, size)
                found = self.grade_a.with_user(user)._search_customers()
                self.assertEqual(len(found), size)
                partners = self.env["res.partner"].with_user(user)
                domain = [("yishang_segment_ids", "in", self.grade_a.ids)]
                self.assertEqual(partners.search_count(domain), size)

    def test_segments_are_own_of_own_people_and_shared(self):
        private = self._create_segment(self.leader_sjz, self.ids)
        for user, seen in (
            (self.leader_sjz, True),
            (self.manager_north, True),
            (self.director, True),
            (self.leader_bd, False),
            (self.marketer, False),
        ):
            with self.subTest(user=user.name):
                found = self.env[SEGMENT].with_user(user).search([])
                self.assertEqual(private in found.sudo(), seen)
                self.assertIn(self.grade_a, found.sudo())
        with self.assertRaises(AccessError):
            self.grade_a.with_user(self.leader_bd).name = "别人的"
        # Of a segment that is not shared nobody is reached.
        stranger = private.with_user(self.marketer)
        self.assertFalse(stranger._search_customers())
        partners = self.env["res.partner"].with_user(self.marketer)
        domain = [("yishang_segment_ids", "in", private.ids)]
        self.assertFalse(partners.search_count(domain))

    def test_conditions_count_nothing_that_is_hidden(self):
        """Through documents, people and files of others, too."""
        order = self._create_order(self.customer_gz1)
        order.action_confirm()
        for domain in (
            [("id", "=", self.customer_gz1.id)],
            [("name", "ilike", "丁广州")],
            ["|", ("id", "=", self.customer_gz1.id), ("name", "ilike", "丁广州")],
            ["!", ("name", "=", "没有")],
            [("child_ids.email", "ilike", f"contact{self.customer_gz1.id}")],
            [("yishang_bought_product_ids", "in", order.order_line.product_id.ids)],
        ):
            with self.subTest(domain=domain):
                segment = self._create_segment(self.marketer, domain)
                self.assertNotIn(self.customer_gz1, segment._search_customers().sudo())
        # What marketing people may not read is no condition of theirs, and bypassing
        # the rules is none of anybody.
        through = [("sale_order_ids.id", "=", order.id)]
        bypass = [("sale_order_ids", "any!", [("id", "=", order.id)])]
        for user, domain in (
            (self.marketer, through),
            (self.marketer, bypass),
            (self.manager_north, bypass),
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._create_segment(user, domain)
        segment = self._create_segment(self.manager_north, through)
        self.assertFalse(segment._search_customers())
        for text in ("[('no_such_field', '=', 1)]", "[('name'", "5"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.grade_a.domain = text
        with self.assertRefused(ValidationError, "made of segments"):
            self.grade_a.domain = f"[('yishang_segment_ids', 'in', {self.grade_a.ids})]"

    def test_products_bought_regions_and_last_orders(self):
        order = self._create_order(self.customer_sjz1)
        draft = self._create_order(self.customer_sjz2)
        product = order.order_line.product_id
        order.action_confirm()
        find = self.env["res.partner"].with_user(self.marketer).search
        for domain, expected in (
            ([("yishang_bought_product_ids", "in", product.ids)], self.customer_sjz1),
            (
                [("yishang_bought_product_ids.default_code", "=", "YISHANG-TEST")],
                self.customer_sjz1,
            ),
            (
                [
                    ("yishang_bought_product_ids", "not in", product.ids),
                    ("id", "in", (self.customer_sjz1 | self.customer_sjz2).ids),
                ],
                self.customer_sjz2,
            ),
            (
                [("yishang_region_id", "child_of", self.sjz.id), *self.ids],
                self.customer_sjz1 | self.customer_sjz2 | self.pool_sjz,
            ),
            (
                [("yishang_date_last_order", ">=", "-30d"), *self.ids],
                self.customer_sjz1,
            ),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(find(domain).sudo(), expected)
        self.assertEqual(draft.state, "draft")

    def test_a_snapshot_keeps_who_was_in_it(self):
        segment = self.grade_a
        segment.action_freeze()
        members = segment.sudo().member_ids
        self.assertEqual(members.partner_id, self.hebei_owned)
        self.assertEqual(members.create_uid, self.marketer)
        self.customer_sjz1.yishang_grade = "b"
        self.assertEqual(self._get_size(segment, self.marketer), 3)
        # Others see of the snapshot what is theirs.
        self.assertEqual(self._get_size(segment, self.leader_sjz), 2)
        seen = segment.with_user(self.leader_sjz).member_ids.partner_id
        self.assertEqual(seen.sudo(), self.customer_sjz1 | self.customer_sjz2)
        segment.action_freeze()
        kept = segment.sudo().member_ids
        self.assertEqual(kept.partner_id, self.customer_sjz2 | self.customer_bd1)
        self.assertLess(set(kept.ids), set(members.ids))
        segment.action_thaw()
        self.assertFalse(segment.sudo().member_ids)
        self.assertEqual(self._get_size(segment, self.marketer), 2)

    def test_growth_is_told_to_who_saw_it(self):
        segments = self.env[SEGMENT].browse(self.grade_a.id).sudo()
        # Noted when it was made, not only in the night.
        self.assertEqual(segments.size_ids.mapped("size"), [3])
        self.customer_bd1.yishang_grade = "b"
        segments._measure()
        sizes = segments.size_ids
        self.assertEqual(sizes.mapped("size"), [2])
        for user, seen in (
            (self.marketer, True),
            (self.director, True),
            (self.manager_north, False),
            (self.leader_gz, False),
        ):
            with self.subTest(user=user.name):
                found = sizes.with_user(user).search([("id", "in", sizes.ids)])
                self.assertEqual(bool(found), seen)
        with self.enter_registry_test_mode():
            cron = self.env.ref("crm_yishang.crm_yishang_segment_cron_measure")
            cron.method_direct_trigger()
        self.assertEqual(len(segments.size_ids), 1)

    def test_overlap_in_one_statement(self):
        other = self._create_segment(
            self.marketer, [("id", "in", (self.customer_sjz1 | self.pool_sjz).ids)]
        )
        both = self.grade_a | other
        overlap = self.env["crm.yishang.segment.overlap"].with_user(self.marketer)
        # What waits to be written and what is asked once a transaction does not count.
        self.env.cr.flush()
        overlap._count_pairs(both.with_user(self.marketer))
        before = self.env.cr.sql_log_count
        pairs = overlap._count_pairs(both.with_user(self.marketer))
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        one, two = both.ids
        self.assertEqual(
            pairs, {(one, one): 3, (two, two): 2, (one, two): 1, (two, one): 1}
        )
        form = Form(overlap.with_context(active_ids=both.ids))
        self.assertIn("(33%)", form.matrix)
        seen = both[0].with_user(self.marketer)
        self.assertEqual(seen.size, 3)
        seen.invalidate_recordset(["size"], flush=False)
        before = self.env.cr.sql_log_count
        self.assertEqual(seen.size, 3)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)

    def test_a_call_list_plans_each_call_once(self):
        self.customer_bd1.phone = "+8631188888886"
        self.env["phone.blacklist"].create({"number": self.customer_bd1.phone})
        wizard = self.env["crm.yishang.segment.call"].with_user(self.marketer)
        values = {"segment_id": self.grade_a.id, "subject": "新品", "day": "2099-01-05"}
        wizard.create(values).action_plan()
        visits = self.env["crm.yishang.visit"].search(
            [("segment_id", "=", self.grade_a.id)], order="id"
        )
        self.assertEqual(
            {(visit.partner_id, visit.user_id, visit.state) for visit in visits},
            {
                (self.customer_sjz1, self.sales_sjz1, "planned"),
                (self.customer_sjz2, self.sales_sjz2, "planned"),
            },
        )
        self.assertEqual(visits.mapped("subject"), ["新品", "新品"])
        self.assertEqual(set(visits.mapped("day")), {fields.Date.to_date("2099-01-05")})
        with self.assertRefused(UserError, "nobody is left"):
            wizard.create(values).action_plan()
        # To whom a call is given sees the customer: that is a superior's word.
        visits.sudo().unlink()
        values["user_ids"] = [Command.set(self.sales_sjz2.ids)]
        with self.assertRefused(AccessError, "your own people"):
            wizard.create(values).action_plan()
        wizard.with_user(self.leader_sjz).create(values).action_plan()
        visits = visits.search([("segment_id", "=", self.grade_a.id)])
        self.assertEqual(visits.user_id, self.sales_sjz2)
        self.assertEqual(visits.partner_id, self.customer_sjz1 | self.customer_sjz2)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_works_with_segments(self):
        for user in (self.sales_sjz1, self.service_agent, self.cashier, self.host_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env[SEGMENT].with_user(user).search([])
        self.assertTrue(self.marketer.has_group("mass_mailing.group_mass_mailing_user"))
        self.assertFalse(self.marketer.has_group("base.group_allow_export"))
        self.assertTrue(self.marketer.has_group(f"{GROUP}marketing"))
        with Form(self.env[SEGMENT].with_user(self.marketer)) as form:
            form.name = "表单"
            form.domain = repr(self.ids)
        self.assertEqual(form.record.size, 4)
