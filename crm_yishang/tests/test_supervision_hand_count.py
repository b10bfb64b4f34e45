from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .hand_count import compare, read_table
from .supervision_common import FRIDAY_NOON, SupervisionCommon

BUSY = {
    "workdays": 4,
    "days_recorded": 3,
    "visits_planned": 3,
    "visits_done": 3,
    "visits_missed": 1,
    "visits_located": 1,
    "calls": 1,
    "contacts": 4,
    # 98, 0 and 72 hours after the end, and at once.
    "record_delay": 42.5,
    "new_customers": 1,
    "opportunities": 1,
    "orders": 2,
    "order_amount": 125,
    "instructions_unread": 1,
    "instructions_unanswered": 1,
}
# Monday and Tuesday in department one, Wednesday in two: recorded 98, 74 and 50 hours
# after the end. On Thursday nobody works, on Friday nothing was done.
MOVED = {
    "workdays": 4,
    "days_recorded": 3,
    "visits_done": 3,
    "contacts": 3,
    "record_delay": 74,
}


@tagged("post_install", "-at_install")
@freeze_time(FRIDAY_NOON)
class TestSupervisionHandCount(SupervisionCommon):
    """A whole table by hand: a day off, people without records, somebody who moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody but the three of Shijiazhuang.
        cls.reader = cls.leader_sjz

    def setUp(self):
        super().setUp()
        self._do_a_week()
        self._visit_for_two_departments()
        self._make_documents()
        self.env.flush_all()

    def test_the_table_of_the_week(self):
        data = self._get_data(self.reader)
        rows = [
            (kind, row["name"], row["department"], figures)
            for kind, row, figures in read_table(data)
        ]
        in_one = {
            # Four of each of two people, two of the one who moved.
            "workdays": 10,
            "days_recorded": 5,
            "visits_done": 5,
            "contacts": 6,
            # (170 + 98 + 74) hours.
            "record_delay": 57,
        }
        in_two = {
            "workdays": 2,
            "days_recorded": 1,
            "visits_done": 1,
            "contacts": 1,
            "record_delay": 50,
        }
        total = {
            "workdays": 12,
            "days_recorded": 6,
            "visits_done": 6,
            "contacts": 7,
            "record_delay": 56,
        }
        self.assertEqual(
            rows,
            [
                ("person", "leader_sjz", "一部", {"workdays": 4}),
                ("person", "sales_sjz1", "一部", BUSY),
                ("person", "sales_sjz2", "二部", MOVED),
                ("department", "一部", "", BUSY | in_one),
                ("department", "二部", "", in_two),
                ("total", "Total", "", BUSY | total),
            ],
        )

    def test_a_count_record_by_record_finds_the_same(self):
        compared = compare(
            self.env(user=self.reader.id), date(2026, 3, 2), date(2026, 3, 8)
        )
        self.assertEqual(len(compared), 6)
        for kind, row, figures, by_hand in compared:
            with self.subTest(kind=kind, row=row["name"]):
                self.assertEqual(figures, by_hand)
