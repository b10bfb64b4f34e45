from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from .visit_common import VisitCommon

# The clock of most tests of supervision, in UTC: noon in Beijing.
FRIDAY_NOON = "2026-03-06 04:00:00"


class SupervisionCommon(VisitCommon):
    """A week of work: Monday 2 to Sunday 8 March 2026, seen from its Friday.

    Everybody works Monday to Friday in Beijing; Thursday is a public holiday. In the
    middle of the week, on Wednesday, sales_sjz2 went from department one to two.
    """

    week = ("2026-03-02", "2026-03-08")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.calendar = cls._create_calendar()
        cls.one, cls.two = cls.env["hr.department"].create(
            [{"name": "一部"}, {"name": "二部"}]
        )
        # Versions begin long before the week.
        employees = cls.staff.employee_id
        employees.version_id.write(
            {
                "date_version": "2025-01-01",
                "resource_calendar_id": cls.calendar.id,
                "department_id": cls.one.id,
            }
        )
        cls.sales_sjz2.employee_id.create_version(
            {"date_version": "2026-03-04", "department_id": cls.two.id}
        )
        cls._create_leave("2026-03-05", "2026-03-05")
        cls.env.flush_all()

    @classmethod
    def _create_calendar(cls, **values):
        days = [
            Command.create(
                {
                    "name": f"{day}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": period,
                }
            )
            for day in range(5)
            for start, end, period in ((9, 12, "morning"), (13, 18, "afternoon"))
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "五天",
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear(), *days],
                **values,
            }
        )

    @classmethod
    def _create_leave(cls, first, last, employee=None, **values):
        """Create whole days off in Beijing, for everybody by default."""
        start = fields.Datetime.to_datetime(f"{first} 00:00:00")
        end = fields.Datetime.to_datetime(f"{last} 23:59:59")
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "休息",
                "date_from": fields.Datetime.subtract(start, hours=8),
                "date_to": fields.Datetime.subtract(end, hours=8),
                "calendar_id": False,
                "resource_id": employee and employee.resource_id.id,
                **values,
            }
        )

    def _backdate(self, records, moment):
        """Have records created at that moment: the database knows no frozen time."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                moment,
                records.ids,
            )
        )
        records.invalidate_recordset(["create_date"])

    def _get_data(self, user, *period, **filters):
        self.env.flush_all()
        supervision = self.env["crm.yishang.supervision"].with_user(user)
        return supervision.get_data(*(period or self.week), **filters)

    def _get_figures(self, data, name=None):
        """Return ``{key: number}`` of a person, a department or all, without zeros."""
        rows = [data["total"]]
        if name is not None:
            rows = [
                row for row in data["rows"] + data["departments"] if row["name"] == name
            ]
        (row,) = rows
        keys = [column["key"] for column in data["columns"]]
        figures = dict(zip(keys, row["cells"], strict=True))
        return {key: number for key, number in figures.items() if number}

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
