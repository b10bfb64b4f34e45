from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import YishangCommon

# The first and the last place on earth where a day begins.
ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai", "no/such/zone", None)
LAST_DAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestGrantEnd(YishangCommon):
    """A grant ends with its last day in the company, wherever a browser says it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.viewer = cls.sales_bd1
        cls.grant = cls.env["crm.yishang.grant"].create(
            {
                "user_id": cls.viewer.id,
                "customer_id": cls.customer_sjz1.id,
                "date_end": LAST_DAY,
            }
        )

    def _is_open(self, tz):
        """Return whether the customer is open, on every road; each as a request."""
        self.env.flush_all()
        answers = set()
        for road in (
            lambda customer: bool(customer.search([("id", "=", customer.id)])),
            lambda customer: customer.has_access("read"),
            lambda customer: customer.has_access("write"),
        ):
            self.env.invalidate_all()
            self.env["crm.yishang.policy"]._forget()
            customer = self.customer_sjz1.with_user(self.viewer).with_context(tz=tz)
            answers.add(road(customer))
        explained = self.grant.with_context(tz=tz)._is_open()
        self.assertEqual(answers, {explained})
        return explained

    def test_the_time_zone_of_the_context_moves_no_end(self):
        # As UTC; eight hours later in the company.
        for now, is_open in (
            ("2026-03-09 16:30:00", True),
            ("2026-03-10 11:00:00", True),
            ("2026-03-10 15:59:00", True),
            ("2026-03-10 16:01:00", False),
            ("2026-03-11 11:00:00", False),
        ):
            with freeze_time(now):
                for tz in ZONES:
                    with self.subTest(now=now, tz=tz):
                        self.assertEqual(self._is_open(tz), is_open)

    def test_the_time_zone_in_the_preferences_moves_no_end(self):
        with freeze_time("2026-03-10 16:01:00"):
            self.viewer.with_user(self.viewer).tz = "Etc/GMT+12"
            self.assertFalse(self._is_open(None))
        with freeze_time("2026-03-10 15:59:00"):
            self.viewer.with_user(self.viewer).tz = "Pacific/Kiritimati"
            self.assertTrue(self._is_open(None))

    def test_the_company_says_when_a_day_ends(self):
        with freeze_time("2026-03-10 16:01:00"):
            self.env.company.partner_id.tz = "Etc/GMT+12"
            self.assertTrue(self._is_open(None))
            self.env.company.partner_id.tz = False
            self.assertFalse(self._is_open(None))

    def test_who_asks_first_in_a_transaction_decides_nothing(self):
        with freeze_time("2026-03-10 16:01:00"):
            customer = self.customer_sjz1.with_user(self.viewer)
            for tz in ZONES:
                self.assertFalse(customer.with_context(tz=tz).has_access("read"))
