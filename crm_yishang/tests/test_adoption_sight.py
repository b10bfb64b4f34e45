from odoo.tests import tagged

from .adoption_common import GROUP, SCOPE, AdoptionCommon


@tagged("post_install", "-at_install")
class TestAdoptionSight(AdoptionCommon):
    """Who sees them afterwards."""

    def _create_family(self):
        customer = self._create_partner("家族", user_id=self.seller.id, city="采石市")
        contact = self._create_partner(
            "联系人", is_company=False, parent_id=customer.id
        )
        colleague = self.env["res.partner"].browse(self.departed.partner_id.id)
        colleague.parent_id = customer
        quotation = self._create_order(contact)
        order = self._create_order(customer, self.colleague, confirmed=True)
        lead = self._create_lead(customer, self.colleague)
        journal = self.env["account.journal"].create(
            {
                "name": "采纳日记账",
                "code": "ADOPT",
                "type": "sale",
                "company_id": self.company.id,
            }
        )
        purchases = journal.copy({"type": "purchase", "code": "ADOPB"})
        invoice, bill = self.env["account.move"].create(
            [
                {
                    "move_type": move_type,
                    "partner_id": customer.id,
                    "journal_id": used.id,
                }
                for move_type, used in (
                    ("out_invoice", journal),
                    ("in_invoice", purchases),
                )
            ]
        )
        return customer, contact, colleague, quotation, order, lead, invoice, bill

    def test_scope_columns_are_what_the_orm_computes(self):
        records = self._create_family()
        self._adopt()
        written = [self._get_scope(record) for record in records]
        customer, key = records[0], self.seller.id
        mine, nobodys = (
            (customer, key, self.city),
            (
                customer.browse(),
                0,
                self.city.browse(),
            ),
        )
        self.assertEqual(
            written,
            [[mine], [mine], [nobodys], [mine], [mine], [mine], [mine], [nobodys]],
        )
        for record in records:
            for name in SCOPE:
                self.env.add_to_compute(record._fields[name], record)
        self.assertEqual([self._get_scope(record) for record in records], written)

    def test_customers_without_owner_have_the_key_of_the_pool(self):
        with_region = self._create_partner("公海有区域", city="采石市")
        nowhere = self._create_partner("公海无区域")
        for partner in (with_region, nowhere):
            self._create_order(partner)
        self._adopt()
        written = self._get_scope(with_region | nowhere)
        for name in SCOPE:
            self.env.add_to_compute(with_region._fields[name], with_region | nowhere)
        self.assertEqual(self._get_scope(with_region | nowhere), written)
        self.assertEqual(written[0][1], -self.city.id)

    def test_the_region_is_handed_down_as_by_the_host(self):
        customer, contact, *_rest = self._create_family()
        self._adopt()
        self.assertEqual(customer.yishang_region_id, self.city)
        self.assertEqual(contact.yishang_region_id, self.city)

    def test_nobody_is_narrowed_unless_wanted(self):
        customer, *_rest = self._create_family()
        self._adopt()
        self.assertFalse(self.company.yishang_visibility_in_force)
        found = customer.with_user(self.colleague).search([("id", "=", customer.id)])
        self.assertEqual(found.ids, customer.ids)
        self.assertFalse(
            self.env["crm.yishang.grant"].search([("customer_id", "=", customer.id)])
        )

    def test_visibility_in_force_opens_customers_of_open_leads(self):
        customer, _contact, _user, _quotation, order, lead, *_rest = (
            self._create_family()
        )
        closed = self._create_partner("已关闭", user_id=self.seller.id)
        self._create_lead(closed, self.colleague).action_set_lost()
        self._adopt(is_put_in_force=True)
        self.assertTrue(self.company.yishang_visibility_in_force)
        grants = self.env["crm.yishang.grant"].search(
            [("customer_id", "in", (customer | closed).ids)]
        )
        self.assertEqual((grants.user_id, grants.lead_id), (self.colleague, lead))
        partners = customer | closed
        for user, visible in (
            (self.seller, partners),
            (self.colleague, customer),
            (self.host_seller, customer.browse()),
            (self.admin, partners),
        ):
            with self.subTest(user=user.name):
                found = partners.with_user(user).search([("id", "in", partners.ids)])
                self.assertEqual(set(found.ids), set(visible.ids))
        found = order.with_user(self.host_seller).search([("id", "=", order.id)])
        self.assertFalse(found)

    def test_adopting_in_force_opens_customers_of_open_leads(self):
        self.company.yishang_visibility_in_force = True
        customer = self._create_partner("原有", user_id=self.seller.id)
        lead = self._create_lead(self._create_partner("别的"), self.colleague)
        # Written below the ORM, as if the lead were older than visibility.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s", [customer.id, lead.id]
        )
        self.env.invalidate_all()
        self._adopt()
        grants = self.env["crm.yishang.grant"].search([("lead_id", "=", lead.id)])
        self.assertEqual(
            (grants.user_id, grants.customer_id), (self.colleague, customer)
        )

    def test_chosen_users_keep_seeing_everything(self):
        customer, *_rest = self._create_family()
        wizard = self._make_wizard()
        default = wizard._default_all_customers_user_ids()
        self.assertIn(self.accountant, default)
        self.assertNotIn(self.host_seller, default)
        self.assertNotIn(self.seller, default)
        counts = self._adopt(
            is_put_in_force=True, all_customers_user_ids=self.accountant.ids
        )
        self.assertTrue(self.accountant.has_group(f"{GROUP}all_customers"))
        self.assertTrue(customer.with_user(self.accountant).has_access("read"))
        self.assertEqual(counts["user_narrowed"], 2)
        self.assertEqual(counts["user_blind"], 2)
