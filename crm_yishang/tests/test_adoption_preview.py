from odoo.exceptions import AccessError
from odoo.tests import tagged

from .adoption_common import GROUP, OTHER_TAX_ID, AdoptionCommon


@tagged("post_install", "-at_install")
class TestAdoptionPreview(AdoptionCommon):
    """The preview is exact, changes nothing, and only for administrators."""

    def _create_stock(self):
        first = self._create_partner(
            "甲", user_id=self.departed.id, city="采石市", vat=OTHER_TAX_ID
        )
        second = self._create_partner(
            "乙", user_id=self.host_seller.id, vat=f" {OTHER_TAX_ID.lower()}"
        )
        third = self._create_partner("丙")
        self._create_partner("甲联系人", is_company=False, parent_id=first.id)
        self._create_order(first, confirmed=True)
        self._create_order(second)
        self._create_lead(third, self.seller, type="lead")
        self.departed.active = False
        self.env.flush_all()
        return first | second | third

    def test_counts_are_exact(self):
        partners = self._create_stock()
        counts = self._preview()
        self.assertEqual(
            {kind: count for kind, count in counts.items() if "user" not in kind},
            {
                "partner": 3,
                "contact": 1,
                "sale_order": 2,
                "crm_lead": 1,
                "account_move": 0,
                "owner": 3,
                "pool": 0,
                "region": 1,
                "no_region": 2,
                "code": 3,
                "member": 1,
                "visited": 1,
                "potential": 1,
                "archived_owner": 1,
                "blind_owner": 1,
                "same_tax_id": 2,
            },
        )
        self.assertFalse(partners.filtered("yishang_is_customer"))

    def test_preview_changes_nothing(self):
        self._create_stock()
        tables = ("res_partner", "sale_order", "crm_lead", "res_users", "ir_sequence")
        pictures = []
        for _round in range(2):
            self.env.flush_all()
            pictures.append([self._read_table(table) for table in tables])
            self._preview(is_put_in_force=True)
        self.assertEqual(pictures[0], pictures[1])
        self.assertFalse(self.company.yishang_visibility_in_force)

    def _read_table(self, table):
        self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")  # pylint: disable=E8103
        return self.env.cr.fetchall()

    def test_what_is_adopted_is_what_was_shown(self):
        self._create_stock()
        shown, done = self._preview(), self._adopt()
        kinds = ("partner", "owner", "pool", "region", "code", "member", "visited")
        self.assertEqual(
            [done[kind] for kind in kinds], [shown[kind] for kind in kinds]
        )

    def test_numbers_lead_to_their_records(self):
        partners = self._create_stock()
        wizard = self._make_wizard()
        wizard.action_preview()
        for kind, expected in (
            ("member", partners[0]),
            ("blind_owner", partners[1]),
            ("same_tax_id", partners[:2]),
            ("no_region", partners[1:]),
        ):
            with self.subTest(kind=kind):
                line = wizard.line_ids.filtered(
                    lambda line, kind=kind: line.kind == kind
                )
                self.assertTrue(line.has_records)
                action = line.action_view_records()
                self.assertEqual(action["domain"], [("id", "in", expected.ids)])

    def test_only_administrators_adopt(self):
        partners = self._create_stock()
        wizard = self._make_wizard()
        director = self._create_user("director", f"base.group_user,{GROUP}director")
        for user in (director, self.seller, self.host_seller, self.accountant):
            with self.subTest(user=user.name):
                model = self.env["crm.yishang.adoption"].with_user(user)
                with self.assertRaises(AccessError):
                    model.create({})
                for method in ("action_preview", "action_adopt"):
                    with self.assertRaises(AccessError):
                        getattr(wizard.with_user(user), method)()
        self.assertFalse(partners.filtered("yishang_is_customer"))

    def test_statements_do_not_grow_with_the_partners(self):
        counts = []
        for number in (2, 40):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"批量{number}-{index}", "is_company": True}
                    for index in range(number)
                ]
            )
            for partner in partners[:2]:
                self._create_order(partner)
            wizard = self._make_wizard(
                has_filter=True, partner_domain=f"[('id', 'in', {partners.ids})]"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_adopt()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(partners.filtered("yishang_is_customer")), number)
        self.assertLessEqual(counts[1], counts[0])
