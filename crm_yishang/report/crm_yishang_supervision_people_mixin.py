from datetime import timedelta

import pytz

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.supervision import BY_DEPARTMENT, Period

# Whoever has one of these may ask what people did.
READERS = (
    "base.group_system",
    "crm_yishang.crm_yishang_group_salesperson",
    "crm_yishang.crm_yishang_group_report_viewer",
)
SUPERVISED = "crm_yishang.crm_yishang_group_salesperson"
# Days at once, so that nobody waits for minutes.
DAYS_MAX = 1100


class CrmYishangSupervisionPeopleMixin(models.AbstractModel):
    """Whose work is shown, and of which days."""

    _name = "crm.yishang.supervision.people.mixin"
    _description = "People in Supervision"

    @api.model
    def _check_reader(self):
        """Check that the user has a role that looks at work at all.

        :raise AccessError: otherwise
        """
        if not any(map(self.env.user.has_group, READERS)):
            raise AccessError(
                self.env._(
                    "The work of employees is shown to leaders and report viewers. "
                    "Ask your administrator for such a role."
                )
            )

    @api.model
    def _get_period(self, date_from, date_to):
        """Return the ``Period`` from a first to a last day, where the company is.

        :raise UserError: if it is none
        """
        first, last = (fields.Date.to_date(day) for day in (date_from, date_to))
        if not first or not last or first > last:
            raise UserError(
                self.env._("Choose a first and a last day; the first comes first.")
            )
        if (last - first).days > DAYS_MAX:
            raise UserError(
                self.env._("Choose at most %(days)s days at once.", days=DAYS_MAX)
            )
        return self._make_period(first, last)

    @api.model
    def _make_period(self, first, last):
        """Return the ``Period`` between two dates, however long."""
        company = self.env.company
        start = company._yishang_get_start(first)
        end = company._yishang_get_start(last + timedelta(days=1))
        zone = company._yishang_get_tz().zone
        return Period(first, last, start, end, company._yishang_get_day(), zone)

    @api.model
    def _to_company(self, moment):
        """Return a moment in UTC as the clocks of the company show it."""
        zone = self.env.company._yishang_get_tz()
        return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

    @api.model
    def _get_users(self, region_ids=None, user_ids=None):
        """Return the users of whom the current one may be told, as sudo records.

        Those who left are among them, and whoever is no salesperson: what they did
        counts.

        :param region_ids: only people of these regions and those below
        """
        people = self.env["crm.yishang.people"]
        domain = people._get_reported_domain() & Domain("share", "=", False)
        domain &= Domain("id", "!=", SUPERUSER_ID)
        if region_ids:
            domain &= Domain("yishang_region_id", "child_of", region_ids)
        if user_ids:
            domain &= Domain("id", "in", user_ids)
        # sudo: names of the own people; the domain is the access check.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return users.search_fetch(domain, ["name", "active", "yishang_region_id"])

    @api.model
    def _get_supervised(self, users):
        """Return those of ``users`` who are shown even if they did nothing.

        Active people with a sales role who are employed: administrators without an
        employee have nothing to record.
        """
        # The id alone, which the host remembers.
        group = self.env["ir.model.data"]._xmlid_to_res_id(SUPERVISED)
        employed = Domain("active", "=", True) & Domain(
            "company_id", "in", self.env.companies.ids
        )
        return users.search(
            Domain("id", "in", users.ids)
            & Domain("active", "=", True)
            & Domain("all_group_ids", "in", [group])
            & Domain("employee_ids", "any", employed)
        )

    @api.model
    def _get_departments(self, department_ids):
        """Return the ids of departments and all below, None for no matter which."""
        if not department_ids:
            return None
        # sudo: the tree of departments is no secret.
        departments = self.env["hr.department"].sudo().with_context(active_test=False)
        return departments.search([("id", "child_of", department_ids)]).ids

    @api.model
    def _get_department_names(self, figures):
        ids = {figure["department_id"] for figure in figures.values()}
        ids |= {key for kind, key in figures if kind == BY_DEPARTMENT}
        # sudo: the tree of departments is no secret.
        departments = self.env["hr.department"].sudo().browse(filter(None, ids))
        return {
            department.id: department.display_name
            for department in departments.exists()
        }
