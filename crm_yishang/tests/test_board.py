from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .supervision_common import SupervisionCommon

# Of that day in Beijing.
MIDNIGHT = "2026-03-05 16:00:00"
NOON = "2026-03-06 04:00:00"
EARLY = "2026-03-06 01:30:00"
HERE = {"latitude": 38, "longitude": 114, "accuracy": 5}


@tagged("post_install", "-at_install")
@freeze_time(NOON)
class TestBoard(SupervisionCommon):
    """What everybody is doing at the moment."""

    def _get_board(self, user):
        self.env.flush_all()
        return self.env["crm.yishang.board"].with_user(user).get_data()

    def _get_people(self, user):
        return {person["name"]: person for person in self._get_board(user)["people"]}

    def _get_status(self, name="sales_sjz1", user=None):
        return self._get_people(user or self.leader_sjz)[name]["status"]

    def _check_in(self):
        visit = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, date_planned_start=NOON
        )
        with freeze_time("2026-03-06 03:40:00"):
            visit.action_check_in(HERE)
        return visit

    def test_who_is_with_a_customer(self):
        visit = self._check_in()
        person = self._get_people(self.leader_sjz)["sales_sjz1"]
        self.assertEqual(person["status"], "in_visit")
        self.assertEqual(person["now"]["customer"], "甲石家庄")
        self.assertEqual(person["now"]["since"], "03-06 11:40")
        self.assertEqual(person["now"]["place"], "located")
        self.assertEqual(person["now"]["action"]["res_id"], visit.id)
        self.assertEqual((person["done"], person["planned"]), (0, 1))
        visit.action_check_out(HERE)
        person = self._get_people(self.leader_sjz)["sales_sjz1"]
        self.assertEqual((person["status"], person["now"]), ("active", False))
        self.assertEqual((person["done"], person["planned"]), (1, 1))
        self.assertEqual(person["last"], {"when": "11:40", "what": "上门"})

    def test_a_hidden_customer_is_not_named(self):
        self._check_in()
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        board = self._get_board(self.leader_sjz)
        (now,) = filter(None, (person["now"] for person in board["people"]))
        self.assertEqual((now["customer"], now["action"]), ("No access", False))
        self.assertNotIn("甲石家庄", str(board))

    def test_no_record_is_red_from_ten_on(self):
        self.assertEqual(self._get_status(), "late")
        with freeze_time(EARLY):
            self.assertEqual(self._get_status(), "nothing")

    def test_days_off_are_not_red(self):
        self._create_leave("2026-03-06", "2026-03-06", self.sales_sjz1.employee_id)
        self.assertEqual(self._get_status(), "leave")
        with freeze_time("2026-03-07 04:00:00"):
            self.assertEqual(self._get_status(), "off")

    def test_leaves_as_the_app_for_them_writes_them(self):
        """``hr_holidays`` is no dependency: here are the rows it would write."""
        employee = self.sales_sjz1.employee_id
        for hours, time_type, status, workdays in (
            # From midnight to midnight; the morning alone; a training, which is work.
            ((0, 24), "leave", "leave", 0),
            ((9, 13), "leave", "leave", 1),
            ((13, 18), "leave", "late", 1),
            ((0, 24), "other", "late", 1),
        ):
            first, last = (
                fields.Datetime.add(fields.Datetime.to_datetime(MIDNIGHT), hours=hour)
                for hour in hours
            )
            leave = self.env["resource.calendar.leaves"].create(
                {
                    "name": "sales_sjz1: Time Off",
                    "date_from": first,
                    "date_to": last,
                    "resource_id": employee.resource_id.id,
                    "calendar_id": employee.resource_calendar_id.id,
                    "time_type": time_type,
                }
            )
            with self.subTest(hours=hours, time_type=time_type):
                self.assertEqual(self._get_status(), status)
                data = self._get_data(self.leader_sjz, "2026-03-06", "2026-03-06")
                figures = self._get_figures(data, "sales_sjz1")
                self.assertEqual(figures.get("workdays", 0), workdays)
            leave.unlink()

    def test_the_figures_above_count_the_people_below(self):
        self._check_in()
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        counts = {
            count["key"]: count["value"]
            for count in self._get_board(self.leader_sjz)["counts"]
        }
        self.assertEqual(
            counts,
            {
                "people": "3",
                "in_visit": "1",
                "recorded": "1",
                "nothing": "1",
                "leave": "0",
                "visits": "1 / 1",
            },
        )

    def test_leaders_see_their_own_people(self):
        self.assertEqual(
            set(self._get_people(self.leader_bd)), {"leader_bd", "sales_bd1"}
        )
        with self.assertRaises(AccessError):
            self._get_board(self.cashier)

    def test_the_number_of_statements_does_not_grow(self):
        self._check_in()
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        self._get_board(self.director)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.env["crm.yishang.board"].with_user(self.director).get_data()
