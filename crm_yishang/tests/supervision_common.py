from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from .visit_common import VisitCommon


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
