from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

# Figures without a measure of their own: whose records they are counted from.
BEHIND = {"days_recorded": "contacts", "record_delay": "contacts"}


class CrmYishangSupervisionActionMixin(models.AbstractModel):
    """The records behind a figure, as far as the viewer sees them."""

    _name = "crm.yishang.supervision.action.mixin"
    _description = "Records behind Supervision"

    @api.model
    @api.readonly
    def get_action(self, key, user_id, date_from, date_to, department_ids=None):
        """Return the client's action that lists the records behind a figure.

        :param key: of a column
        """
        self._check_reader()
        user = self._get_person(user_id)
        period = self._get_period(date_from, date_to)
        source, measure = self._find_measure(BEHIND.get(key, key))
        domain = measure.domain & self._get_domain(source, user, period)
        departments = self._get_departments(department_ids)
        if departments is not None:
            domain &= self._get_place_domain(source, user, period, departments)
        return self._get_list_action(
            source, domain, f"{user.name} · {measure.label or source.label}"
        )

    @api.model
    def _get_person(self, user_id):
        """Return a user of whom the current one may be told.

        :raise AccessError: otherwise
        """
        user = self._get_users(user_ids=[user_id])
        if not user:
            raise AccessError(
                self.env._("You may look at the work of your own people only.")
            )
        return user

    @api.model
    def _get_opened_keys(self, sources):
        """Return the keys of the figures that lead to records the user may read."""
        keys = {
            measure.key
            for source in sources
            if self.env[source.model].has_access("read")
            for measure in source.measures
        }
        return keys | {key for key, behind in BEHIND.items() if behind in keys}

    @api.model
    def _find_measure(self, key):
        for source in self._get_sources():
            for measure in source.measures:
                if measure.key == key:
                    return source, measure
        raise AccessError(self.env._("%(figure)s leads to no records.", figure=key))

    @api.model
    def _get_domain(self, source, user, period):
        """Return the records of a source that a user made in a period."""
        return (
            self._get_base_domain(source)
            & Domain(source.user, "=", user.id)
            & self._get_days_domain(source, period.first, period.last)
        )

    @api.model
    def _get_days_domain(self, source, first, last):
        if not self._is_moment(source):
            return Domain(source.moment, ">=", first) & Domain(
                source.moment, "<=", last
            )
        period = self._get_period(first, last)
        return Domain(source.moment, ">=", period.start) & Domain(
            source.moment, "<", period.end
        )

    @api.model
    def _get_place_domain(self, source, user, period, departments):
        """Return the records a user made for departments, by the days in them."""
        days = Domain.OR(
            self._get_days_domain(source, first, last)
            for first, last in self._fetch_stays(user, period, departments)
        )
        if not source.department:
            return days
        kept = Domain(source.department, "in", departments)
        return kept | (Domain(source.department, "=", False) & days)

    @api.model
    def _fetch_stays(self, user, period, departments):
        """Return from when to when a user was in one of the departments."""
        self._flush_calendars()
        return self.env.execute_query(
            SQL(
                """
                SELECT GREATEST(first_day, %(first)s), LEAST(end_day - 1, %(last)s)
                FROM (%(versions)s) version
                WHERE first_day <= %(last)s AND end_day > %(first)s
                    AND department_id = ANY(%(departments)s)
                """,
                first=period.first,
                last=period.last,
                departments=departments,
                versions=self._sql_versions(SQL("employee.user_id = %s", user.id)),
            )
        )

    @api.model
    def _get_list_action(self, source, domain, name):
        views = [[False, "list"], [False, "form"]]
        if source.model == "res.partner":
            views = [
                [self.env.ref(f"crm_yishang.crm_yishang_customer_view_{kind}").id, kind]
                for kind in ("list", "form")
            ]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": source.model,
            "domain": list(domain),
            "views": views,
            "context": {"active_test": False, "create": False},
        }
