from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RefusalCase, YishangCommon


@tagged("post_install", "-at_install")
class TestMergeRights(YishangCommon, RefusalCase):
    """Leaders and administrators merge what they work on, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wizard = cls.env["base.partner.merge.automatic.wizard"]
        cls.wizard = wizard.with_context(lang="en_US")
        cls.both = cls.customer_sjz1 | cls.customer_sjz2
        cls.env.flush_all()

    def _merge(self, user, partners, kept=None):
        self.wizard.with_user(user)._merge(partners.ids, kept or partners[:1])

    def _refuse(self, user, partners, words, kept=None, error=AccessError):
        with self.subTest(user=user.login), self.assertRefused(error, words):
            self._merge(user, partners, kept)
        self.assertEqual(partners.exists(), partners)

    def _open(self, user, partners):
        wizard = self.wizard.with_user(user).with_context(
            active_model="res.partner", active_ids=partners.ids
        )
        names = ["dst_partner_id", "partner_ids", "state", "yishang_owners"]
        return wizard.create(wizard.default_get(names))

    def test_who_merges(self):
        for user in (
            self.leader_sjz,
            self.manager_north,
            self.director,
            self.crm_admin,
        ):
            with self.subTest(user=user.login):
                new = self._create_customer("甲石家庄", self.sales_sjz2, self.sjz)
                self._merge(user, self.customer_sjz1 | new)
                self.assertFalse(new.exists())
        own = self._create_customer("自有", self.sales_sjz1) | self.customer_sjz1
        self._refuse(self.sales_sjz1, own, "only team leaders")
        self._refuse(self.cashier, self.both, "may read")

    def test_what_one_does_not_see_is_not_named(self):
        partners = self.customer_sjz1 | self.customer_gz1
        with self.assertRaises(AccessError) as caught:
            self._merge(self.leader_sjz, partners)
        self.assertIn("handled by sales_gz1", str(caught.exception))
        self.assertNotIn(self.customer_gz1.name, str(caught.exception))
        self._refuse(
            self.leader_sjz, self.customer_sjz1 | self.pool_gz, "ask your manager"
        )

    def test_what_one_may_only_read_is_not_merged(self):
        self._refuse(
            self.leader_sjz, self.customer_sjz1 | self.pool_sjz, self.pool_sjz.name
        )

    def test_tax_ids_are_companies(self):
        self.customer_sjz1.vat = "91130102MA07BEKANJ"
        self.customer_sjz2.vat = "91440101MA5GEHEM1D"
        self._refuse(self.director, self.both, "91440101MA5GEHEM1D", error=UserError)
        self._merge(self.crm_admin, self.both)
        self.assertFalse(self.customer_sjz2.exists())
        self.assertEqual(self.customer_sjz1.vat, "91130102MA07BEKANJ")
        self.assertIn("91440101MA5GEHEM1D", self.customer_sjz1.message_ids[0].body)

    def test_administrators_merge_any_number(self):
        others = self.env["res.partner"].union(
            *(self._create_customer("店", self.sales_sjz1) for _one in range(4))
        )
        partners = self.customer_sjz1 | others
        self._refuse(self.director, partners, "at most 3", error=UserError)
        self._merge(self.crm_admin, partners)
        self.assertEqual(partners.exists(), self.customer_sjz1)
        self.assertEqual(len(self.customer_sjz1.yishang_ownership_ids), 4)

    def test_what_is_no_customer_is_not_kept(self):
        plain = self.env["res.partner"].create({"name": "供应商", "is_company": True})
        partners = self.customer_sjz1 | plain
        self._refuse(
            self.director, partners, "keep 甲石家庄", kept=plain, error=UserError
        )
        self._merge(self.director, partners)
        self.assertFalse(plain.exists())

    def test_colleagues_and_contacts_are_no_customers(self):
        for other, words in (
            (self.sales_gz1.partner_id, "colleague"),
            (self.customer_sjz2.child_ids, "Merge its company"),
        ):
            partners = self.customer_sjz1 | other
            self._refuse(self.crm_admin, partners, words, error=UserError)

    def test_contacts_of_one_customer_are_merged_by_its_owner(self):
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": self.customer_sjz1.id,
                    "email": "zhang@example.com",
                }
                for name in ("张三", "张三丰")
            ]
        )
        self._merge(self.sales_sjz1, contacts)
        self.assertEqual(contacts.exists(), contacts[0])
        foreign = contacts[0] | self.customer_sjz2.child_ids
        self._refuse(self.crm_admin, foreign, "different customers", error=UserError)

    def test_the_screen_keeps_the_fullest(self):
        self._create_order(self.customer_sjz2).action_confirm()
        wizard = self._open(self.leader_sjz, self.both)
        self.assertEqual(wizard.dst_partner_id, self.customer_sjz2)
        action = wizard.action_merge()
        self.assertEqual(action["res_id"], self.customer_sjz2.id)
        self.assertEqual(self.both.exists(), self.customer_sjz2)

    def test_whoever_was_slower_is_told(self):
        wizard = self._open(self.leader_sjz, self.both)
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz2, "assign", owners=self.leader_sjz.id
        )
        with self.assertRefused(UserError, "leader_sjz"):
            wizard.action_merge()
        wizard = self._open(self.leader_sjz, self.both)
        second = self._open(self.manager_north, self.both)
        wizard.action_merge()
        with self.assertRefused(UserError, "Somebody else has just merged"):
            second.action_merge()

    def test_claiming_what_was_merged_is_told(self):
        gone = self.pool_sjz
        self._merge(self.manager_north, self.customer_sjz1 | gone)
        with self.assertRefused(UserError, "Reload"):
            gone.with_user(self.sales_sjz1).with_context(
                lang="en_US"
            ).action_yishang_claim()

    def test_the_menu_has_one_entry(self):
        hosts = self.env.ref("base.action_partner_merge").id
        own = self.env.ref("crm_yishang.base_partner_merge_action_customer").id
        for user, expected in (
            (self.leader_sjz, own),
            (self.crm_admin, own),
            (self.sales_sjz1, hosts),
        ):
            with self.subTest(user=user.login):
                actions = self.env["ir.actions.actions"].with_user(user)
                bound = actions.get_bindings("res.partner")["action"]
                found = {one["id"] for one in bound} & {own, hosts}
                self.assertEqual(found, {expected})

    def test_as_long_as_nothing_is_narrowed_the_host_decides(self):
        self.env.company.yishang_visibility_in_force = False
        self._merge(self.sales_gz1, self.both)
        self.assertEqual(self.both.exists(), self.customer_sjz1)
