from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .plan_common import OWN, PlanCommon


@tagged("post_install", "-at_install")
class TestSchedulePlans(PlanCommon):
    """One user's month reads neither all visits nor all customers."""

    big_tables = ("crm_yishang_visit", "res_partner")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        visit = cls.env["crm.yishang.visit"].create(
            {
                "partner_id": cls.customer_bd1.id,
                "user_id": cls.sales_bd1.id,
                "date_planned_start": fields.Datetime.now(),
            }
        )
        cls._multiply_documents(
            visit,
            user_id=SQL("source.user_id"),
            day=SQL("prototype.day - (source.n %% 700)::int"),
            state=SQL("CASE WHEN source.n %% 20 = 0 THEN 'planned' ELSE 'done' END"),
            event_id=SQL("NULL"),
        )
        cls.env.cr.execute(
            """
            UPDATE res_partner SET yishang_date_next_contact = current_date,
                yishang_date_last_contact = current_date - 400
            WHERE yishang_code ~ '^PLAN' AND user_id IS NOT NULL;
            ANALYZE res_partner
            """
        )
        cls.env.invalidate_all()

    def test_the_month_of_one_user(self):
        today = fields.Date.today()
        month = [
            ("user_id", "=", self.viewer.id),
            ("start", "<=", fields.Date.end_of(today, "month")),
            ("stop", ">=", fields.Date.start_of(today, "month")),
        ]
        items = self.env["crm.yishang.schedule"].with_user(self.viewer)
        with self.assertNothingReadWhole():
            found = items.search_read(month, ["display_name", "kind", "start"])
        self.assertTrue(found)
        with self.assertNothingReadWhole():
            items.formatted_read_group(month, ["kind"], ["__count"])

    def test_who_of_the_own_customers_is_due_or_silent(self):
        """What the list, the workbench and the link of the reminder ask."""
        partners = self.env["res.partner"].with_user(self.viewer)
        for name in ("yishang_is_due", "yishang_is_silent"):
            domain = [(name, "=", True), ("yishang_scope_key", "=", self.viewer.id)]
            with self.subTest(name=name):
                with self.assertNothingReadWhole():
                    found = partners.search(domain, limit=80)
                    number = partners.search_count(domain)
                self.assertEqual((len(found), number), (OWN, OWN))
                # The filter of all customers that are seen, those of the pool too.
                with self.assertNothingReadWhole():
                    partners.search(domain[:1], limit=80)
