from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import GROUP, YishangCommon


@tagged("post_install", "-at_install")
class TestCreateRules(YishangCommon):
    """Nobody puts a new record on a customer who may not work on it.

    Hidden customers refuse at once; those of the pool and those that are merely
    readable are seen, but only who may change the customer may add to it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.sales_sjz1
        cls.readable = cls.customer_bd1
        cls.writable = cls.customer_gz1
        cls.env["crm.yishang.grant"].create(
            [
                {
                    "user_id": cls.seller.id,
                    "customer_id": customer.id,
                    "access_right": right,
                }
                for customer, right in ((cls.readable, "read"), (cls.writable, "write"))
            ]
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.env.flush_all()

    def _iter_values(self, customer):
        """Yield what a salesperson may add to a customer: model and values."""
        yield "sale.order", {"partner_id": customer.id}
        lead = {"name": "x", "partner_id": customer.id, "type": "opportunity"}
        yield "crm.lead", {**lead, "user_id": self.seller.id}
        yield "crm.lead", {**lead, "user_id": self.sales_sjz2.id}
        meeting = {
            "name": "x",
            "start": "2026-03-10 08:00:00",
            "stop": "2026-03-10 09:00:00",
        }
        yield (
            "calendar.event",
            {
                **meeting,
                "partner_ids": [Command.link(customer.id)],
            },
        )
        yield (
            "calendar.event",
            {
                **meeting,
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": customer.id,
            },
        )
        yield "res.partner", {"name": "x", "parent_id": customer.id}
        yield (
            "res.partner",
            {
                "name": "x",
                "is_company": True,
                "parent_id": customer.id,
            },
        )
        # Nobody collaborates twice.
        known = customer.yishang_collaborator_ids.user_id
        for user in (self.seller | self.sales_sjz2) - known:
            yield "crm.yishang.grant", {"customer_id": customer.id, "user_id": user.id}

    def _count(self, model):
        # Archived ones included.
        return self.env[model].with_context(active_test=False).search_count([])

    def _check(self, customer, is_allowed, **context):
        for model, values in self._iter_values(customer):
            with self.subTest(customer=customer.name, values=values, context=context):
                records = self.env[model].with_user(self.seller)
                records = records.with_context(**context)
                before = self._count(model)
                try:
                    with self.env.cr.savepoint():
                        records.create(values)
                        self.env.flush_all()
                    created = True
                except AccessError:
                    created = False
                self.env.invalidate_all()
                self.assertEqual(created, is_allowed)
                self.assertEqual(self._count(model), before + is_allowed)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_put_on_a_hidden_customer(self):
        for customer in (self.customer_sjz2, self.pool_gz, self.pool_nowhere):
            self._check(customer, False)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_put_on_a_customer_of_the_pool(self):
        self.assertTrue(self.pool_sjz.with_user(self.seller).has_access("read"))
        self._check(self.pool_sjz, False)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_put_on_a_customer_open_for_reading(self):
        self.assertTrue(self.readable.with_user(self.seller).has_access("read"))
        self._check(self.readable, False)

    def test_whoever_works_on_a_customer_adds_to_it(self):
        self._check(self.customer_sjz1, True)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_collaborator_adds_documents_but_names_no_other(self):
        for model, values in self._iter_values(self.writable):
            with self.subTest(values=values):
                records = self.env[model].with_user(self.seller)
                if model != "crm.yishang.grant":
                    self.assertTrue(records.create(values))
                    continue
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    records.create(values)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_foreign_company_in_the_context_widens_nothing(self):
        context = {"allowed_company_ids": self.other_company.ids}
        both = {
            "allowed_company_ids": [*self.seller.company_ids.ids, self.other_company.id]
        }
        expected = self._get_visible(self.seller, self.customers)
        for forged in (context, both):
            partners = self.env["res.partner"].with_user(self.seller)
            partners = partners.with_context(**forged)
            with self.subTest(context=forged):
                try:
                    found = partners.search([("id", "in", self.customers.ids)])
                except AccessError:
                    found = partners.browse()
                self.assertFalse(set(found.ids) - set(expected.ids))
                hidden = self.customers - expected
                for customer in hidden.with_env(partners.env):
                    with self.assertRaises(AccessError):
                        customer.read(["name"])
            for customer in (self.customer_sjz2, self.pool_sjz, self.readable):
                self._check(customer, False, **forged)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_escapes_by_a_company_without_the_rule(self):
        """One's own second company narrows nothing: the first still does."""
        seller = new_test_user(
            self.env,
            login="test_two_companies",
            groups=f"base.group_user,{GROUP}salesperson",
            company_id=self.env.company.id,
            company_ids=[Command.set((self.env.company | self.other_company).ids)],
        )
        partners = self.env["res.partner"].with_user(seller)
        for ids in ([], self.other_company.ids, seller.company_ids.ids):
            context = {"allowed_company_ids": ids} if ids else {}
            with self.subTest(companies=ids):
                found = partners.with_context(**context).search(
                    [("id", "in", self.customers.ids)]
                )
                self.assertFalse(found)
