from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .supervision_common import FRIDAY_NOON, SupervisionCommon


@tagged("post_install", "-at_install")
@freeze_time(FRIDAY_NOON)
class TestSupervision(SupervisionCommon):
    """What everybody did in the week, counted by hand."""

    def test_a_week_of_one_person(self):
        self._do_a_week()
        figures = self._get_figures(self._get_data(self.leader_sjz), "sales_sjz1")
        # Recorded 98, 0 and 72 hours after the end.
        delay = round((98 + 0 + 72) / 3, 2)
        self.assertEqual(
            figures,
            {
                "workdays": 4,
                "days_recorded": 2,
                "visits_planned": 3,
                "visits_done": 2,
                "visits_missed": 1,
                "visits_located": 1,
                "calls": 1,
                "contacts": 3,
                "record_delay": delay,
            },
        )

    def test_people_without_records_appear_with_zeros(self):
        data = self._get_data(self.leader_sjz)
        self.assertEqual(
            [row["name"] for row in data["rows"]],
            ["leader_sjz", "sales_sjz1", "sales_sjz2"],
        )
        self.assertEqual(self._get_figures(data, "sales_sjz1"), {"workdays": 4})
        self.assertEqual(self._get_figures(data), {"workdays": 12})
        self.assertFalse(data["rows"][1]["last_record"])

    def test_days_off_are_no_workdays(self):
        employee = self.sales_sjz1.employee_id
        self._create_leave("2026-03-02", "2026-03-03", employee)
        # Half a day off is still a workday.
        self._create_leave(
            "2026-03-04",
            "2026-03-04",
            employee,
            date_to="2026-03-04 04:00:00",
        )
        data = self._get_data(self.leader_sjz)
        self.assertEqual(self._get_figures(data, "sales_sjz1"), {"workdays": 2})

    def test_a_calendar_of_two_weeks(self):
        calendar = self._create_calendar(name="大小周")
        calendar.switch_calendar_type()
        # The first of the two weeks has no Monday.
        calendar.attendance_ids.filtered(
            lambda line: line.week_type == "0" and line.dayofweek == "0"
        ).unlink()
        employee = self.sales_sjz1.employee_id
        employee.version_id.resource_calendar_id = calendar
        expected = []
        for first, last in (("09", "15"), ("16", "22")):
            data = self._get_data(
                self.leader_sjz, f"2026-03-{first}", f"2026-03-{last}"
            )
            expected.append(self._get_figures(data, "sales_sjz1")["workdays"])
        # Ordinals of the host: (date.toordinal() - 1) // 7 % 2.
        monday = datetime(2026, 3, 9).toordinal() - 1
        self.assertEqual(expected, [4, 5] if monday // 7 % 2 == 0 else [5, 4])

    def test_the_days_of_the_company_end_at_its_midnight(self):
        for moment in ("2026-03-01 15:59:00", "2026-03-01 16:01:00"):
            self._create_done(self.sales_sjz1, self.customer_sjz1, date_start=moment)
        data = self._get_data(self.leader_sjz)
        self.assertEqual(self._get_figures(data, "sales_sjz1")["visits_done"], 1)

    def test_who_changed_the_department_counts_in_that_of_the_day(self):
        self._visit_for_two_departments()
        leader = self.leader_sjz
        for department, visits, days in ((self.one, 2, 2), (self.two, 1, 2)):
            with self.subTest(department=department.name):
                data = self._get_data(leader, department_ids=department.ids)
                figures = self._get_figures(data, "sales_sjz2")
                self.assertEqual(figures["visits_done"], visits)
                self.assertEqual(figures["workdays"], days)
        data = self._get_data(leader)
        self.assertEqual(self._get_figures(data, "sales_sjz2")["visits_done"], 3)
        self.assertEqual(self._get_figures(data, "二部")["workdays"], 2)
        self.assertEqual(self._get_figures(data, "一部")["workdays"], 4 + 4 + 2)
        (row,) = [row for row in data["rows"] if row["name"] == "sales_sjz2"]
        self.assertEqual(row["department"], "二部")

    def test_customers_opportunities_orders_and_instructions(self):
        self._make_documents()
        figures = self._get_figures(self._get_data(self.leader_sjz), "sales_sjz1")
        self.assertEqual(figures["new_customers"], 1)
        self.assertEqual(figures["opportunities"], 1)
        self.assertEqual(figures["orders"], 2)
        self.assertEqual(figures["order_amount"], 125)
        self.assertEqual(figures["instructions_unread"], 1)
        self.assertEqual(figures["instructions_unanswered"], 1)

    def test_whoever_left_appears_with_what_was_done(self):
        self._create_done(
            self.sales_sjz1, self.customer_sjz1, date_start="2026-03-02 02:00:00"
        )
        self.env["res.partner"].search(
            [("user_id", "in", (self.sales_sjz1 | self.sales_sjz2).ids)]
        ).user_id = self.leader_sjz
        for user in self.sales_sjz1 | self.sales_sjz2:
            user.employee_id.action_archive()
            user.active = False
        data = self._get_data(self.leader_sjz)
        self.assertEqual(
            [(row["name"], row["is_active"]) for row in data["rows"]],
            [("leader_sjz", True), ("sales_sjz1", False)],
        )

    def test_filters(self):
        for filters, names in (
            ({"region_ids": self.baoding.ids}, ["leader_bd", "sales_bd1"]),
            ({"user_ids": self.sales_sjz2.ids}, ["sales_sjz2"]),
            ({"user_ids": self.sales_gz1.ids}, []),
            ({"department_ids": self.two.ids}, ["sales_sjz2"]),
        ):
            with self.subTest(filters=filters):
                rows = self._get_data(self.manager_north, **filters)["rows"]
                self.assertEqual([row["name"] for row in rows], names)

    def test_orders_of_another_company_count_in_the_currency_of_this_one(self):
        other = self.env["res.company"].create(
            {"name": "分公司", "currency_id": self._get_foreign_currency().id}
        )
        companies = self.env.company | other
        self.director.company_ids = companies
        self.sales_sjz1.company_ids = companies
        order = self._create_order(self.customer_sjz1, company_id=other.id)
        order.order_line.tax_ids = False
        order.order_line.price_unit = 100
        order.action_confirm()
        self.env.flush_all()
        self.assertEqual((order.currency_id.name, order.currency_rate), ("TST", 1))
        supervision = self.env["crm.yishang.supervision"].with_user(self.director)
        for allowed, amount in ((self.env.company, 0), (companies, 25)):
            allowed = supervision.with_context(allowed_company_ids=allowed.ids)
            figures = self._get_figures(allowed.get_data(*self.week), "sales_sjz1")
            self.assertEqual(figures.get("order_amount", 0), amount)

    def test_a_period_has_two_ends(self):
        for period in ((False, "2026-03-01"), ("2026-03-02", "2026-03-01")):
            with self.subTest(period=period), self.assertRaises(UserError):
                self._get_data(self.leader_sjz, *period)

    def test_the_number_of_statements_does_not_grow(self):
        self._get_data(self.director)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.env["crm.yishang.supervision"].with_user(self.director).get_data(
                *self.week
            )
