from datetime import timedelta

from odoo.tests import tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestSegmentDays(YishangCommon):
    """Conditions on how long ago something was, which stay true day after day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.env.company._yishang_get_day()
        for customer, days in (
            (cls.customer_sjz1, 0),
            (cls.customer_sjz2, 60),
            (cls.customer_bd1, 61),
        ):
            customer.yishang_date_last_order = today - timedelta(days=days)
        dated = cls.customer_sjz1 | cls.customer_sjz2 | cls.customer_bd1
        (cls.customers - dated).yishang_date_last_order = False
        cls.env.flush_all()

    def test_days_are_searched_for_as_they_are_shown(self):
        customers = self.env["res.partner"]
        for operator, value in (
            (">", 60),
            (">=", 60),
            ("<", 60),
            ("<=", 60),
            ("=", 60),
            ("!=", 60),
            ("in", [0, 61]),
            ("=", False),
            ("!=", False),
        ):
            domain = [
                ("id", "in", self.customers.ids),
                ("yishang_days_since_order", operator, value),
            ]
            with self.subTest(operator=operator, value=value):
                found = customers.search(domain)
                self.assertEqual(found, self._filter(operator, value))

    def _filter(self, operator, value):
        days = {self.customer_sjz1: 0, self.customer_sjz2: 60, self.customer_bd1: 61}
        compare = {
            ">": lambda one: one is not None and one > value,
            ">=": lambda one: one is not None and one >= value,
            "<": lambda one: one is not None and one < value,
            "<=": lambda one: one is not None and one <= value,
            "=": lambda one: one is None if value is False else one == value,
            "!=": lambda one: one is not None if value is False else one != value,
            "in": lambda one: one in value,
        }[operator]
        return self.customers.filtered(lambda one: compare(days.get(one)))

    def test_days_are_counted_from_the_last_one(self):
        self.assertEqual(self.customer_bd1.yishang_days_since_order, 61)
        self.assertFalse(self.customer_gz1.yishang_days_since_order)
