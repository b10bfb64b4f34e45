from datetime import datetime, time, timedelta

from odoo import api, models


class CrmYishangWorkDay(models.AbstractModel):
    """On which days people work: their calendar, public holidays and time off."""

    _name = "crm.yishang.work.day"
    _description = "Working Days of People"

    @api.model
    def _get_days(self, users, company, first, last):
        """Return the days from ``first`` to ``last`` on which each of ``users`` works.

        Whoever has no employee or no calendar works by that of the company; whoever
        left, that is whose employee is archived, does not work at all. A day counts as
        soon as one hour of it is worked.

        :return: ``{user: set of dates}``
        """
        # sudo: when colleagues are away is asked for the scheduler alone.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.with_company(company).search(
            [("user_id", "in", users.ids), ("company_id", "=", company.id)]
        )
        days = dict.fromkeys(users, ())
        default = company.sudo().resource_calendar_id
        staff = employees.filtered("active")
        # A handful of calendars, whatever the number of people.
        for calendar, group in staff.grouped(
            lambda employee: employee.resource_calendar_id or default
        ).items():
            worked = self._get_days_by_resource(
                calendar, group.resource_id, company, first, last
            )
            for employee in group:
                user = users.browse(employee.user_id.id)
                days[user] = worked[employee.resource_id.id]
        if others := users - users.browse(employees.user_id.ids):
            nobody = self.env["resource.resource"]
            worked = self._get_days_by_resource(default, nobody, company, first, last)
            days.update(dict.fromkeys(others, worked[False]))
        return days

    @api.model
    def _get_days_by_resource(self, calendar, resources, company, first, last):
        """Return ``{id of the resource, False for nobody in particular: set of days}``.

        The hours of the calendar itself are taken: the host has people without fixed
        hours work around the clock.
        """
        ids = [*resources.ids, False]
        if not calendar:
            number = (last - first).days + 1
            every_day = {first + timedelta(days=days) for days in range(number)}
            return dict.fromkeys(ids, every_day)
        tz = company._yishang_get_tz()
        start = tz.localize(datetime.combine(first, time.min))
        end = tz.localize(datetime.combine(last, time.max))
        hours = calendar._attendance_intervals_batch(start, end, tz=tz)[False]
        leaves = calendar._leave_intervals_batch(start, end, resources, tz=tz)
        return {
            id_: {begin.date() for begin, _end, _meta in hours - leaves[id_]}
            for id_ in ids
        }
