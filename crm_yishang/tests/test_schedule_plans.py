from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .plan_common import PlanCommon


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
            UPDATE res_partner SET yishang_date_next_contact = current_date
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
