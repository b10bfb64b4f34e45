from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Days before and after today that have rows: at least, and at most, so that a slip in
# one date does not make a million of them.
DAYS_BACK = (366, 3660)
DAYS_AHEAD = (31, 366)
# Sources and what they are read from, for the ORM to write it first.
DEPENDS = {
    "crm.lead": ["company_id", "create_uid", "type"],
    "crm.yishang.instruction": ["company_id", "needs_reply", "recipient_id", "state"],
    "crm.yishang.receipt": ["amount_company", "company_id", "date", "state", "user_id"],
    "crm.yishang.visit": [
        "category_id",
        "check_in_status",
        "company_id",
        "date_planned_start",
        "day",
        "record_delay",
        "state",
        "user_id",
    ],
    "hr.employee": ["active", "company_id", "resource_id", "user_id"],
    "hr.version": ["date_version", "department_id", "resource_calendar_id"],
    "res.partner": ["active", "company_id", "create_uid", "yishang_is_customer"],
    "res.users": ["company_id", "company_ids", "yishang_region_id"],
    "resource.calendar.attendance": ["calendar_id", "dayofweek", "hour_from"],
    "resource.calendar.leaves": ["calendar_id", "date_from", "date_to", "resource_id"],
    "sale.order": ["amount_total", "company_id", "date_order", "state", "user_id"],
}


class CrmYishangSupervisionReport(models.Model):
    """What everybody did on each day, days without anything too.

    Each figure is looked up by person and day (``LATERAL``), so that a filter on either
    reads nothing else; see ``crm.yishang.supervision`` for what the figures mean.
    """

    _name = "crm.yishang.supervision.report"
    _inherit = ["crm.yishang.report.mixin", "crm.yishang.people.mixin"]
    _description = "Supervision Analysis"
    _auto = False
    _depends = DEPENDS
    _order = "day DESC, user_id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", string="Employee", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, help="Of the employee on that day."
    )
    region_id = fields.Many2one(
        "crm.yishang.region", readonly=True, help="Of the employee."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    day = fields.Date(readonly=True)
    workdays = fields.Integer(readonly=True)
    days_recorded = fields.Integer(string="Days with Records", readonly=True)
    visits_planned = fields.Integer(readonly=True)
    visits_done = fields.Integer(readonly=True)
    visits_missed = fields.Integer(readonly=True)
    visits_located = fields.Integer(readonly=True)
    receptions = fields.Integer(readonly=True)
    calls = fields.Integer(readonly=True)
    messages = fields.Integer(readonly=True)
    contacts = fields.Integer(string="All Contacts", readonly=True)
    record_delay = fields.Float(
        string="Recorded After (h)",
        readonly=True,
        aggregator="avg",
        help="Hours between the end of a contact and its record, average of the day.",
    )
    new_customers = fields.Integer(readonly=True)
    opportunities = fields.Integer(string="New Opportunities", readonly=True)
    orders = fields.Integer(readonly=True)
    order_amount = fields.Monetary(readonly=True)
    receipts = fields.Integer(readonly=True)
    receipt_amount = fields.Monetary(readonly=True)
    instructions_unread = fields.Integer(readonly=True)
    instructions_unanswered = fields.Integer(readonly=True)

    @api.model
    def _get_visible_domain(self, mode):
        """Report viewers are told of the people of the regions in charge as well."""
        return self.env["crm.yishang.people"]._get_reported_domain("user_id")

    @api.model
    def _sql_columns(self):
        columns = {
            # One number for person, company and day, below 2^53.
            "id": SQL(
                "((day.moment::date - DATE '1970-01-01')::bigint * 4096"
                " + person.company_id %% 4096) * 16777216 + person.user_id"
            ),
            "user_id": SQL("person.user_id"),
            "company_id": SQL("person.company_id"),
            "region_id": SQL("person.region_id"),
            "department_id": SQL("version.department_id"),
            "currency_id": SQL("%s", self.env.company._yishang_get_currency_id()),
            "day": SQL("day.moment::date"),
            "workdays": SQL("(%s)::int", self._sql_is_workday()),
            "days_recorded": SQL("(visits.contacts > 0)::int"),
            "record_delay": SQL("visits.delay_total / NULLIF(visits.contacts, 0)"),
        }
        for source in self._get_sources():
            for measure in source.measures:
                if measure.key in self._fields:
                    columns[measure.key] = SQL(
                        "COALESCE(%s, 0)", SQL.identifier(source.key, measure.key)
                    )
        return columns

    @api.model
    def _get_supervision(self):
        return self.env["crm.yishang.supervision"]

    @api.model
    def _get_sources(self):
        return self._get_supervision()._get_sources()

    @api.model
    def _sql_from(self):
        supervision = self._get_supervision()
        users = supervision._get_users()
        return SQL(
            """
            (%(people)s) person
            CROSS JOIN generate_series(%(first)s::timestamp, %(last)s::timestamp,
                '1 day') day (moment)
            LEFT JOIN LATERAL (
                SELECT stay.* FROM (%(versions)s) stay
                WHERE day.moment >= stay.first_day AND day.moment < stay.end_day
            ) version ON TRUE
            %(sources)s
            """,
            people=self._sql_people(users),
            versions=supervision._sql_versions(
                SQL(
                    "employee.user_id = person.user_id"
                    " AND employee.company_id = person.company_id"
                )
            ),
            sources=SQL(" ").join(map(self._sql_source, self._get_sources())),
            **self._get_bounds(),
        )

    @api.model
    def _get_bounds(self):
        """Return the first and the last day of the report."""
        today = self.env.company._yishang_get_day()
        # sudo: the days in question are no secret.
        visits = self.env["crm.yishang.visit"].sudo()
        ((first, last),) = visits._read_group([], [], ["day:min", "day:max"])
        latest, earliest = (today - timedelta(days=days) for days in DAYS_BACK)
        soonest, furthest = (today + timedelta(days=days) for days in DAYS_AHEAD)
        return {
            "first": max(min(first or latest, latest), earliest),
            "last": min(max(last or soonest, soonest), furthest),
        }

    @api.model
    def _sql_people(self, users):
        supervised = self._get_supervision()._get_supervised(users)
        return SQL(
            """
            SELECT operator.id AS user_id, allowed.cid AS company_id,
                operator.company_id = allowed.cid AS is_main,
                operator.yishang_region_id AS region_id,
                operator.id = ANY(%s) AS is_supervised
            FROM res_users operator
            JOIN res_company_users_rel allowed ON allowed.user_id = operator.id
            WHERE operator.id = ANY(%s) AND allowed.cid = ANY(%s)
            """,
            supervised.ids,
            users.ids,
            self.env.companies.ids,
        )

    @api.model
    def _sql_source(self, source):
        """Return the join of what a source counts for a person on a day."""
        supervision = self._get_supervision()
        table = self.env[source.model]._table
        company = SQL.identifier(table, "company_id")
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT %(columns)s, COUNT(*) AS found FROM %(table)s
                WHERE %(user)s = person.user_id AND %(condition)s AND %(on_day)s
                    AND (%(company)s = person.company_id
                        OR (%(company)s IS NULL AND person.is_main))
            ) %(name)s ON TRUE
            """,
            columns=SQL(", ").join(
                SQL(
                    "%s AS %s",
                    supervision._sql_aggregate(source, measure),
                    SQL.identifier(measure.key),
                )
                for measure in source.measures
            ),
            table=SQL.identifier(table),
            user=SQL.identifier(table, source.user),
            condition=supervision._sql_condition(source, source.domain),
            on_day=self._sql_on_day(source),
            company=company,
            name=SQL.identifier(source.key),
        )

    @api.model
    def _sql_on_day(self, source):
        column = SQL.identifier(self.env[source.model]._table, source.moment)
        if not self._get_supervision()._is_moment(source):
            return SQL("%s = day.moment::date", column)
        zone = self.env.company._yishang_get_tz().zone
        return SQL(
            "%(column)s >= day.moment AT TIME ZONE %(zone)s AT TIME ZONE 'UTC'"
            " AND %(column)s < (day.moment + INTERVAL '1 day')"
            " AT TIME ZONE %(zone)s AT TIME ZONE 'UTC'",
            column=column,
            zone=zone,
        )

    @api.model
    def _sql_is_workday(self):
        supervision = self._get_supervision()
        day = SQL("day.moment::date")
        return SQL(
            "EXISTS (SELECT FROM (%s) shift WHERE %s)",
            supervision._sql_shifts(
                SQL("version.calendar_id"), SQL("version.company_id"), day
            ),
            supervision._sql_is_working(SQL("version"), day, SQL("shift")),
        )

    @api.model
    def _sql_where(self):
        """Return days of the people in charge, and those with anything of others."""
        found = SQL(" + ").join(
            SQL.identifier(source.key, "found") for source in self._get_sources()
        )
        return SQL("(person.is_supervised OR %s > 0)", found)
