from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .supervision_common import SupervisionCommon

# Figures of both that are added up.
ADDED = (
    "workdays",
    "days_recorded",
    "visits_planned",
    "visits_done",
    "visits_missed",
    "visits_located",
    "receptions",
    "calls",
    "messages",
    "contacts",
    "new_customers",
    "opportunities",
    "orders",
    "order_amount",
    "instructions_unread",
    "instructions_unanswered",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-06 04:00:00")
class TestSupervisionReport(SupervisionCommon):
    """The analysis by day says the same as the table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.in_week = Domain("day", ">=", cls.week[0]) & Domain(
            "day", "<=", cls.week[1]
        )

    def _do_some_work(self):
        for day, seller, customer in (
            ("02", self.sales_sjz1, self.customer_sjz1),
            ("02", self.sales_sjz1, self.customer_sjz1),
            ("04", self.sales_sjz2, self.customer_sjz2),
            ("06", self.sales_bd1, self.customer_bd1),
        ):
            self._create_done(seller, customer, date_start=f"2026-03-{day} 01:00:00")
        self._create_visit(
            self.sales_sjz2, self.customer_sjz2, date_planned_start="2026-03-03 02:00"
        )
        order = self._create_order(self.customer_sjz1)
        order.action_confirm()
        self._backdate(self.pool_sjz, "2026-03-01 16:30:00")
        self._backdate(self.customer_sjz1, "2026-03-08 16:30:00")
        for partner in self.pool_sjz | self.customer_sjz1:
            self.env.cr.execute(
                "UPDATE res_partner SET create_uid = %s WHERE id = %s",
                (self.sales_sjz1.id, partner.id),
            )
        self.env.invalidate_all()

    def _get_report(self, user):
        self.env.flush_all()
        return self.env["crm.yishang.supervision.report"].with_user(user)

    def test_the_days_add_up_to_the_table(self):
        self._do_some_work()
        for user in (self.leader_sjz, self.manager_north, self.director):
            with self.subTest(user=user.login):
                data = self._get_data(user)
                (sums,) = self._get_report(user)._read_group(
                    self.in_week, [], [f"{key}:sum" for key in ADDED]
                )
                expected = self._get_figures(data)
                self.assertEqual(
                    dict(zip(ADDED, sums, strict=True)),
                    {key: expected.get(key, 0) for key in ADDED},
                )
        self.assertEqual(expected["new_customers"], 1)

    def test_there_is_a_row_for_each_person_and_day(self):
        rows = self._get_report(self.leader_sjz).search(self.in_week)
        self.assertEqual(len(rows), 3 * 7)
        self.assertEqual(len(set(rows.ids)), len(rows))
        changed = rows.filtered(lambda row: row.user_id == self.sales_sjz2)
        self.assertEqual(
            [(row.department_id.name, row.workdays) for row in changed.sorted("day")],
            [("一部", 1), ("一部", 1), ("二部", 1), ("二部", 0), ("二部", 1)]
            + [("二部", 0)] * 2,
        )

    def test_everybody_reads_the_own_people(self):
        for user, names in (
            (self.leader_sjz, {"leader_sjz", "sales_sjz1", "sales_sjz2"}),
            (self.leader_bd, {"leader_bd", "sales_bd1"}),
            (self.report_viewer, set()),
        ):
            with self.subTest(user=user.login):
                rows = self._get_report(user).search(self.in_week)
                self.assertEqual(set(rows.user_id.mapped("name")), names)
        foreign = self._get_report(self.leader_bd).search(self.in_week)
        self.assertFalse(self._get_report(self.leader_sjz).browse(foreign.ids).exists())
        with self.assertRaises(AccessError):
            self._get_report(self.sales_sjz1).search([])

    def test_a_report_viewer_reads_the_people_of_the_regions(self):
        self.baoding.manager_ids = self.report_viewer
        rows = self._get_report(self.report_viewer).search(self.in_week)
        self.assertEqual(
            set(rows.sudo().user_id.mapped("name")), {"leader_bd", "sales_bd1"}
        )

    def test_who_did_nothing_and_left_has_no_rows(self):
        self.customer_sjz1.user_id = self.sales_sjz2
        self.sales_sjz1.employee_id.action_archive()
        rows = self._get_report(self.leader_sjz).search(self.in_week)
        self.assertNotIn(self.sales_sjz1, rows.user_id)
