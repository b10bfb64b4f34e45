from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .supervision_common import SupervisionCommon

FRIDAY_NOON = "2026-03-06 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(FRIDAY_NOON)
class TestSupervision(SupervisionCommon):
    """What everybody did in the week, counted by hand."""

    def _do_a_week(self):
        """Six contacts of sales_sjz1, as they come."""
        seller, customer = self.sales_sjz1, self.customer_sjz1
        # Two visits on Monday, one of them planned and located; one call on Tuesday.
        self._create_done(seller, customer, date_start="2026-03-02 02:00:00")
        visit = self._create_visit(
            seller, customer, date_planned_start="2026-03-02 06:00:00"
        )
        with freeze_time("2026-03-02 06:10:00"):
            visit.action_check_in({"latitude": 38, "longitude": 114, "accuracy": 5})
        with freeze_time("2026-03-02 07:00:00"):
            visit.action_check_out()
        self._create_done(
            seller,
            customer,
            category_id=self.by_phone.id,
            date_start="2026-03-03 02:00:00",
            date_end="2026-03-03 04:00:00",
        )
        # Planned for Wednesday and missed; for Saturday and still to come; cancelled.
        for day in ("04", "07"):
            self._create_visit(
                seller, customer, date_planned_start=f"2026-03-{day} 02:00:00"
            )
        self._create_visit(
            seller, customer, date_planned_start="2026-03-03 02:00:00"
        ).action_cancel()

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

    def _visit_for_two_departments(self):
        for moment in ("2026-03-02 02:00:00", "2026-03-03 02:00:00"):
            visit = self._create_done(
                self.sales_sjz2, self.customer_sjz2, date_start=moment
            )
            # Recorded on the day itself.
            visit.sudo().department_id = self.one
        self._create_done(
            self.sales_sjz2, self.customer_sjz2, date_start="2026-03-04 02:00:00"
        )

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

    def _make_documents(self):
        """A customer, an opportunity, two orders and an instruction of Friday."""
        seller, customer = self.sales_sjz1, self.customer_sjz1
        entered = self.env["res.partner"].with_user(seller)
        entered = entered.create(
            {"name": "新客户", "yishang_is_customer": True, "is_company": True}
        )
        found = self.env["crm.lead"].with_user(seller)
        found = found.create(
            {"name": "泵", "type": "opportunity", "partner_id": customer.id}
        )
        orders = self._create_order(customer) | self._create_order(
            customer, currency_id=self._get_foreign_currency().id
        )
        orders.order_line.tax_ids = False
        orders.order_line.price_unit = 100
        orders.action_confirm()
        self.assertEqual(sorted(orders.mapped("currency_rate")), [1, 4])
        visit = self._create_done(seller, customer)
        visit = visit.with_user(self.leader_sjz)
        instruction = visit._yishang_instruct("instruction", "跟进")
        for record in (entered, found, instruction):
            self._backdate(record, FRIDAY_NOON)

    def test_customers_opportunities_orders_and_instructions(self):
        self._make_documents()
        figures = self._get_figures(self._get_data(self.leader_sjz), "sales_sjz1")
        self.assertEqual(figures["new_customers"], 1)
        self.assertEqual(figures["opportunities"], 1)
        self.assertEqual(figures["orders"], 2)
        self.assertEqual(figures["order_amount"], 125)
        self.assertEqual(figures["instructions_unread"], 1)
        self.assertEqual(figures["instructions_unanswered"], 1)

    def _get_foreign_currency(self):
        """Return a currency of which four are worth one of the company."""
        currency = self.env["res.currency"].create(
            {"name": "TST", "symbol": "T", "rounding": 0.01}
        )
        currency.rate_ids = [Command.create({"name": "2026-01-01", "rate": 4})]
        self.env["product.pricelist"].search([]).active = False
        pricelist = self.env["product.pricelist"].create(
            {"name": "T", "currency_id": currency.id}
        )
        self.customer_sjz1.property_product_pricelist = pricelist
        return currency

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

    def test_everybody_is_told_of_the_own_people(self):
        everyone = [
            "director",
            "leader_bd",
            "leader_gz",
            "leader_sjz",
            "manager_north",
            "manager_south",
            "sales_bd1",
            "sales_gz1",
            "sales_sjz1",
            "sales_sjz2",
        ]
        north = [name for name in everyone if "gz" not in name]
        north = [name for name in north if name not in ("director", "manager_south")]
        for user, names in (
            (self.sales_sjz1, ["sales_sjz1"]),
            (self.leader_sjz, ["leader_sjz", "sales_sjz1", "sales_sjz2"]),
            (self.leader_bd, ["leader_bd", "sales_bd1"]),
            (self.manager_north, north),
        ):
            with self.subTest(user=user.login):
                rows = self._get_data(user)["rows"]
                self.assertEqual([row["name"] for row in rows], names)
        rows = self._get_data(self.director)["rows"]
        self.assertLessEqual(set(everyone), {row["name"] for row in rows})

    def test_report_viewers_are_told_of_their_regions(self):
        self.assertEqual(self._get_data(self.report_viewer)["rows"], [])
        self.baoding.manager_ids = self.report_viewer
        rows = self._get_data(self.report_viewer)["rows"]
        self.assertEqual([row["name"] for row in rows], ["leader_bd", "sales_bd1"])

    def test_others_are_told_nothing(self):
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in (portal, self.host_user, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_data(user)

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

    def test_a_handover_moves_no_figures_but_hides_records(self):
        for _number in range(2):
            self._create_done(
                self.sales_sjz1, self.customer_sjz1, date_start="2026-03-02 02:00:00"
            )
        before = self._get_data(self.leader_sjz)
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        after = self._get_data(self.leader_sjz)
        for name in ("sales_sjz1", None):
            self.assertEqual(
                self._get_figures(before, name), self._get_figures(after, name)
            )
        hidden = [data["rows"][1]["hidden"] for data in (before, after)]
        self.assertEqual(hidden, [0, 2])
        self.assertEqual(self._count_behind(self.leader_sjz, "visits_done"), 0)
        self.assertEqual(self._count_behind(self.director, "visits_done"), 2)

    def _count_behind(self, viewer, key, user=None, **filters):
        supervision = self.env["crm.yishang.supervision"].with_user(viewer)
        user = user or self.sales_sjz1
        action = supervision.get_action(key, user.id, *self.week, **filters)
        records = self.env[action["res_model"]].with_user(viewer)
        return records.with_context(**action["context"]).search_count(action["domain"])

    def test_each_figure_leads_to_its_records(self):
        self._make_documents()
        self._do_a_week()
        data = self._get_data(self.leader_sjz)
        figures = self._get_figures(data, "sales_sjz1")
        for column in data["columns"]:
            key = column["key"]
            if key in ("workdays", "days_recorded", "record_delay", "order_amount"):
                continue
            with self.subTest(figure=key):
                self.assertTrue(column["opens"])
                self.assertEqual(
                    self._count_behind(self.leader_sjz, key), figures.get(key, 0)
                )

    def test_records_behind_a_department_are_those_of_its_days(self):
        self._visit_for_two_departments()
        for department, visits in ((self.one, 2), (self.two, 1)):
            self.assertEqual(
                self._count_behind(
                    self.leader_sjz,
                    "visits_done",
                    self.sales_sjz2,
                    department_ids=department.ids,
                ),
                visits,
            )

    def test_nobody_lists_the_work_of_strangers(self):
        with self.assertRaises(AccessError):
            self._count_behind(self.leader_bd, "visits_done")

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
