from datetime import date
from unittest.mock import patch

from .visit_common import VisitCommon

TODAY = date(2026, 3, 4)


class PoolCommon(VisitCommon):
    """Customers nobody touched for a year, in a company that reclaims them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.yishang_is_reclaimed = True
        cls.pool = cls.env["crm.yishang.pool"]
        cls.rules = cls.env["crm.yishang.pool.rule"]
        # Entered a year ago, and never touched since.
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = '2025-03-04 04:00:00'"
            " WHERE id = ANY(%s)",
            [cls.customers.ids],
        )
        cls.customers.invalidate_recordset()

    def _create_rule(self, **values):
        return self.rules.create(
            {"name": "规则", "date_start": "2025-01-01", "sequence": 1, **values}
        )

    def _refresh(self, customers=None):
        customers = self.owned if customers is None else customers
        self.env["crm.yishang.pool.clock"]._refresh(customers.ids)

    def _claim(self, user, customers):
        return customers.with_user(user).action_yishang_claim()

    def _run(self):
        """Run the nightly job; its commits are none in a test."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["crm.yishang.pool.job"]._cron_reclaim()
        self.env.invalidate_all()
