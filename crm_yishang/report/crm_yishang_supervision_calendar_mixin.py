from odoo import api, models
from odoo.tools import SQL


class CrmYishangSupervisionCalendarMixin(models.AbstractModel):
    """Where employees belonged on a day, and whether they had to work.

    Raw SQL: the host computes working times employee by employee, which takes seconds
    for a company.
    """

    _name = "crm.yishang.supervision.calendar.mixin"
    _description = "Working Days of Employees"

    @api.model
    def _flush_calendars(self):
        for name in (
            "hr.employee",
            "hr.version",
            "res.company",
            "resource.calendar",
            "resource.calendar.attendance",
            "resource.calendar.leaves",
        ):
            self.env[name].flush_model()

    @api.model
    def _fetch_workdays(self, users, first, last):
        """Return on which days from ``first`` to ``last`` each of ``users`` works.

        Whoever has no employee in the companies works by the calendar of the current
        one; whoever left, that is whose employee is archived, does not work at all.

        :return: ``{user id: set of dates}``
        """
        self._flush_calendars()
        company = self.env.company
        days = SQL("generate_series(%s::date, %s::date, '1 day') moment", first, last)
        shared = self.env.execute_query(
            SQL(
                "SELECT moment::date FROM %s WHERE EXISTS (%s)",
                days,
                self._sql_shifts(
                    # sudo: the working hours of the company, which all share.
                    SQL("%s", company.sudo().resource_calendar_id.id or None),
                    SQL("%s", company.id),
                    SQL("moment::date"),
                ),
            )
        )
        own = self.env.execute_query(
            SQL(
                """
                SELECT version.user_id, version.is_active, moment::date
                FROM (%(versions)s) version
                LEFT JOIN %(days)s ON moment >= version.first_day
                    AND moment < version.end_day
                    AND EXISTS (SELECT FROM (%(shifts)s) shift WHERE %(is_working)s)
                """,
                versions=self._sql_versions(
                    SQL("employee.user_id = ANY(%s)", users.ids)
                ),
                days=days,
                shifts=self._sql_shifts(
                    SQL("version.calendar_id"),
                    SQL("version.company_id"),
                    SQL("moment::date"),
                ),
                is_working=self._sql_is_working(
                    SQL("version"), SQL("moment::date"), SQL("shift")
                ),
            )
        )
        employed = {user_id: set() for user_id, _is_active, _day in own}
        for user_id, is_active, day in own:
            if is_active and day:
                employed[user_id].add(day)
        everybody = dict.fromkeys(users.ids, {day for (day,) in shared})
        return everybody | employed

    @api.model
    def _sql_versions(self, users):
        """Return what holds for each user from when to when: department, calendar.

        One employee a user, that of the current company first. Days before the first
        version are as that one says, as in the host.

        :param users: condition on ``employee``
        """
        return SQL(
            """
            SELECT employee.user_id, employee.resource_id, employee.company_id,
                employee.active AS is_active, version.department_id,
                COALESCE(version.resource_calendar_id, company.resource_calendar_id)
                    AS calendar_id,
                CASE WHEN ROW_NUMBER() OVER ahead = 1 THEN DATE '-infinity'
                    ELSE version.date_version END AS first_day,
                LEAD(version.date_version, 1, DATE 'infinity') OVER ahead AS end_day,
                COALESCE(version.contract_date_start, DATE '-infinity') AS work_from,
                LEAST(version.contract_date_end, version.departure_date,
                    DATE 'infinity') AS work_to
            FROM (
                SELECT DISTINCT ON (employee.user_id) employee.*
                FROM hr_employee employee
                WHERE employee.company_id = ANY(%(companies)s) AND %(users)s
                ORDER BY employee.user_id, employee.company_id = %(company)s DESC,
                    employee.active DESC, employee.id
            ) employee
            JOIN res_company company ON company.id = employee.company_id
            JOIN hr_version version
                ON version.employee_id = employee.id AND version.active
            WINDOW ahead AS (
                PARTITION BY version.employee_id ORDER BY version.date_version
            )
            """,
            companies=self.env.companies.ids,
            company=self.env.company.id,
            users=users,
        )

    @api.model
    def _sql_shifts(self, calendar, company, day):
        """Return the working times of a calendar on a day, public holidays left out.

        :param calendar, company, day: expressions of the query around it
        :return: query of ``work_start`` and ``work_end`` in UTC
        """
        return SQL(
            """
            SELECT shift.work_start, shift.work_end
            FROM resource_calendar calendar
            CROSS JOIN LATERAL (
                SELECT hour_from, hour_to
                FROM resource_calendar_attendance attendance
                WHERE attendance.calendar_id = calendar.id
                    AND attendance.display_type IS NULL
                    AND attendance.day_period != 'lunch'
                    AND attendance.dayofweek =
                        (EXTRACT(isodow FROM %(day)s)::int - 1)::text
                    AND (
                        calendar.two_weeks_calendar IS NOT TRUE
                        -- As ``get_week_type`` of the host counts them.
                        OR attendance.week_type =
                            ((%(day)s - DATE '0001-01-01') / 7 %% 2)::text
                    )
                    AND calendar.flexible_hours IS NOT TRUE
                UNION ALL
                -- Flexible hours name no days: those of the week are meant.
                SELECT 8, 17
                WHERE calendar.flexible_hours AND EXTRACT(isodow FROM %(day)s) < 6
            ) hours
            CROSS JOIN LATERAL (
                SELECT
                    (%(day)s + hours.hour_from * INTERVAL '1 hour')
                        AT TIME ZONE calendar.tz AT TIME ZONE 'UTC' AS work_start,
                    (%(day)s + hours.hour_to * INTERVAL '1 hour')
                        AT TIME ZONE calendar.tz AT TIME ZONE 'UTC' AS work_end
            ) shift
            WHERE calendar.id = %(calendar)s AND NOT EXISTS (
                SELECT FROM resource_calendar_leaves absence
                WHERE absence.resource_id IS NULL
                    AND COALESCE(absence.calendar_id, calendar.id) = calendar.id
                    AND COALESCE(absence.company_id, %(company)s) = %(company)s
                    AND %(covers)s
            )
            """,
            calendar=calendar,
            company=company,
            day=day,
            covers=self._sql_covers(SQL("absence"), SQL("shift")),
        )

    @api.model
    def _sql_covers(self, absence, shift):
        """Return whether an absence leaves nothing of a shift."""
        return SQL(
            "%(absence)s.time_type = 'leave'"
            " AND %(absence)s.date_from <= %(shift)s.work_start"
            # An absence of the whole day ends a second before midnight.
            " AND %(absence)s.date_to >= %(shift)s.work_end - INTERVAL '1 second'",
            absence=absence,
            shift=shift,
        )

    @api.model
    def _sql_is_working(self, version, day, shift):
        """Return whether somebody has to work on a shift of the own calendar."""
        return SQL(
            """
            %(day)s BETWEEN %(version)s.work_from AND %(version)s.work_to
            AND NOT EXISTS (
                SELECT FROM resource_calendar_leaves own
                WHERE own.resource_id = %(version)s.resource_id AND %(covers)s
            )
            """,
            day=day,
            version=version,
            covers=self._sql_covers(SQL("own"), shift),
        )
