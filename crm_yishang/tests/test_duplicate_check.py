from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .duplicate_common import NAME, PHONE, SAME, TAX_ID, DuplicateCommon


@tagged("post_install", "-at_install")
class TestDuplicateCheck(DuplicateCommon):
    """All customers that share a key, as far as each user may see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sibling = cls._create_customer(
            SAME["name"]["name"], cls.sales_sjz2, cls.sjz, phone=PHONE
        )
        cls.far = cls._create_customer("远方", cls.sales_gz1, cls.guangzhou)
        cls.env["res.partner"].create(
            {"name": "远方的人", "parent_id": cls.far.id, "phone": "0311 88888886"}
        )
        cls._check()

    @classmethod
    def _check(cls):
        cls.env["crm.yishang.duplicate.job"]._cron_check()

    def _get_groups(self, user=None, **values):
        groups = self.env["crm.yishang.duplicate.group"]
        ours = self.known | self.sibling | self.far
        domain = [("member_ids.customer_id", "in", ours.ids)]
        found = groups.sudo().search(domain)
        return groups.with_user(user or self.director).search(
            [("id", "in", found.ids), *((key, "=", val) for key, val in values.items())]
        )

    def test_groups_of_each_kind(self):
        groups = self._get_groups().sorted("kind")
        self.assertEqual(groups.mapped("kind"), ["name", "phone"])
        self.assertEqual(groups.mapped("customer_count"), [2, 3])
        self.assertEqual(
            groups.mapped("shown_key"), ["秘密恒泰机电设备", "031188888886"]
        )
        self.assertEqual(
            groups.sudo().member_ids.customer_id, self.known | self.sibling | self.far
        )

    def test_hidden_customers_are_only_counted(self):
        group = self._get_groups(self.leader_sjz, kind="phone")
        self.assertEqual((group.customer_count, group.hidden_count), (3, 1))
        self.assertEqual(group.owner_names, "sales_sjz1, sales_sjz2")
        self.assertNotIn("远方", group.customer_names)
        members = group.sudo().member_ids
        self.assertEqual(
            self._get_visible(self.leader_sjz, members).customer_id,
            self.known | self.sibling,
        )
        self.assertEqual(
            group.action_open()["domain"],
            [("id", "in", (self.known | self.sibling).ids)],
        )
        group = self._get_groups(self.leader_gz)
        self.assertEqual(group.mapped("kind"), ["phone"])
        self.assertNotIn(NAME, group.customer_names)
        self.assertEqual(group.hidden_count, 2)
        with self.assertRefused(UserError, "one of these customers only"):
            group.action_merge()
        self.assertFalse(self._get_groups(self.leader_bd))

    def test_who_is_no_leader_has_no_list(self):
        for user in (self.sales_sjz1, self.cashier, self.report_viewer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_groups(user)

    def test_regions_and_customers_find_groups(self):
        groups = self.env["crm.yishang.duplicate.group"].with_user(self.director)
        phone = self._get_groups(kind="phone")
        for domain, found in (
            ([("region_id", "child_of", self.guangdong.id)], phone),
            ([("region_id", "child_of", self.baoding.id)], groups),
            ([("customer_id", "ilike", "远方")], phone),
            ([("customer_id", "=", self.far.id)], phone),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(groups.search(domain) & self._get_groups(), found)
        groups = groups.with_user(self.leader_sjz)
        self.assertFalse(groups.search([("customer_id", "ilike", "远方")]))
        with self.assertRaises(AccessError):
            groups.search([("member_ids.customer_id.name", "ilike", "远方")])

    def test_a_key_is_not_searched_by_those_who_may_see_masks(self):
        groups = self.env["crm.yishang.duplicate.group"].with_user(self.leader_sjz)
        with self.assertRaises(AccessError):
            groups.search([("key", "like", "0311")])
        self.env.company.yishang_masked_group_ids = self.env.ref(
            "crm_yishang.crm_yishang_group_leader"
        )
        group = self._get_groups(self.leader_sjz, kind="phone")
        self.assertEqual(group.shown_key, "031****8886")

    def test_merging_opens_the_host_wizard_with_what_is_seen(self):
        group = self._get_groups(self.leader_sjz, kind="phone")
        self.assertTrue(group.can_merge)
        action = group.action_merge()
        self.assertEqual(action["res_model"], "base.partner.merge.automatic.wizard")
        self.assertEqual(
            action["context"]["active_ids"], (self.known | self.sibling).ids
        )
        wizard = self.env[action["res_model"]].with_user(self.leader_sjz)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.partner_ids, self.known | self.sibling)

    def test_no_duplicates_is_remembered_until_another_one_comes(self):
        group = self._get_groups(kind="name")
        group.action_dismiss()
        self._check()
        self.assertEqual(group.state, "dismissed")
        self.assertEqual(group.dismisser_id, self.director)
        self._create_customer(NAME, self.sales_gz1, self.guangzhou)
        self._check()
        self.assertEqual((group.state, group.customer_count), ("open", 3))
        group.action_dismiss()
        group.action_reopen()
        self.assertEqual(group.state, "open")

    def test_nobody_decides_on_customers_without_seeing_them(self):
        group = self._get_groups(self.leader_sjz, kind="phone")
        with self.assertRefused(UserError, "you do not see 1 of these customers"):
            group.action_dismiss()
        with self.assertRaises(AccessError):
            group.write({"state": "dismissed"})
        with self.assertRefused(AccessError, "Only leaders"):
            group.with_user(self.sales_sjz1).action_dismiss()
        self.assertEqual(group.state, "open")

    def test_groups_fall_apart(self):
        self.sibling.name = "别的名称"
        self.far.child_ids.unlink()
        self._check()
        self.assertEqual(self._get_groups().mapped("kind"), ["phone"])
        self.assertEqual(self._get_groups().customer_count, 2)
        self.sibling.unlink()
        self._check()
        self.assertFalse(self._get_groups())

    def test_branches_and_other_companies_are_no_group(self):
        self._create_customer(
            "分部", self.sales_sjz1, self.sjz, vat=TAX_ID, parent_id=self.known.id
        )
        self._check()
        self.assertFalse(self._get_groups(kind="vat"))
        companies = self.env["res.company"].create([{"name": "一"}, {"name": "二"}])
        self.known.company_id, self.sibling.company_id = companies
        self._check()
        self.assertFalse(self._get_groups(kind="name"))

    def test_the_button_checks_at_once_or_in_the_background(self):
        groups = self.env["crm.yishang.duplicate.group"]
        self.sibling.name = "别的名称"
        action = groups.with_user(self.leader_sjz).action_refresh()
        self.assertEqual(action["tag"], "soft_reload")
        self.assertFalse(self._get_groups(kind="name"))
        with self.assertRaises(AccessError):
            groups.with_user(self.sales_sjz1).action_refresh()

    def test_nobody_is_offered_a_merge_that_is_refused(self):
        self.env["crm.yishang.ownership"]._transfer(
            self.sibling, "return", owners=False, reason="暂不跟进"
        )
        group = self._get_groups(self.leader_sjz, kind="phone")
        self.assertIn(self.sibling, self.sibling.with_user(self.leader_sjz).search([]))
        self.assertFalse(group.can_merge)
