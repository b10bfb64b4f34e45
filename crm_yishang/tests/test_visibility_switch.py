from odoo.tests import tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestVisibilitySwitch(YishangCommon):
    """Switching visibility on costs the same, however many leads are open."""

    def _create_leads(self, count):
        """Create open leads of a colleague, as if visibility were off so far."""
        self.env.company.yishang_visibility_in_force = False
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"商机{number}",
                    "type": "opportunity",
                    "partner_id": self.customer_sjz1.id,
                    "user_id": self.sales_bd1.id,
                }
                for number in range(count)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return leads

    def _count_statements(self):
        """Return the number of statements that throwing the switch takes."""
        before = self.env.cr.sql_log_count
        self.env.company.yishang_visibility_in_force = True
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _count_notes(self, partner):
        return self.env["mail.message"].search_count(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    def test_the_statements_do_not_grow_with_the_leads(self):
        self._create_leads(2)
        self._count_statements()  # whatever is read once
        self._create_leads(2)
        few = self._count_statements()
        leads = self._create_leads(60)
        many = self._count_statements()
        self.assertLessEqual(many, few)
        grants = self.env["crm.yishang.grant"].search([("lead_id", "in", leads.ids)])
        self.assertEqual(grants.lead_id, leads)
        self.assertEqual(grants.user_id, self.sales_bd1)
        self.assertEqual(grants.customer_id, self.customer_sjz1)
        self.assertEqual(set(grants.mapped("access_right")), {"write"})

    def test_one_note_on_the_company_says_how_many(self):
        company = self.env.company.partner_id
        self._create_leads(3)
        before = [self._count_notes(p) for p in (company, self.customer_sjz1)]
        self._count_statements()
        after = [self._count_notes(p) for p in (company, self.customer_sjz1)]
        self.assertEqual(after, [before[0] + 1, before[1]])

    def test_throwing_it_twice_opens_once_and_follows_the_lead(self):
        lead = self._create_leads(1)
        self._count_statements()
        self.env.company.yishang_visibility_in_force = False
        lead.user_id = self.sales_gz1
        grant = self.env["crm.yishang.grant"].search([("lead_id", "=", lead.id)])
        grant.user_id = self.sales_bd1
        self._count_statements()
        self.assertEqual(grant.user_id, self.sales_gz1)
        self.assertTrue(
            self.customer_sjz1.with_user(self.sales_gz1).has_access("write")
        )
        self.assertFalse(
            self.customer_sjz1.with_user(self.sales_bd1).has_access("read")
        )
