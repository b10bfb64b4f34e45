from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

TYPES = {"integer": SQL("bigint"), "float": SQL("numeric"), "monetary": SQL("numeric")}


class CrmYishangSupervisionFactMixin(models.AbstractModel):
    """The statement that counts; its parts come from the sources and the calendar.

    Raw SQL on purpose: what somebody did counts whoever holds the customer today, so
    the rules of the records must not cut it, and through the ORM it would be one
    statement for each figure.
    """

    _name = "crm.yishang.supervision.fact.mixin"
    _inherit = [
        "crm.yishang.supervision.source.mixin",
        "crm.yishang.supervision.calendar.mixin",
        "crm.yishang.supervision.people.mixin",
    ]
    _description = "Figures of Supervision in SQL"

    @api.model
    def _get_measures(self, sources):
        return [measure for source in sources for measure in source.measures]

    @api.model
    def _flush_sources(self, sources):
        self._flush_calendars()
        for source in sources:
            self.env[source.model].flush_model()

    @api.model
    def _fetch_figures(self, sources, period, users, supervised, departments=None):
        """Return what ``users`` did, by person, by department and in all.

        :param supervised: those of ``users`` whose days count even without records
        :param departments: count only what was done for these departments, or None
        :return: ``{(kind, id): {key: number}}`` where kind says which of user and
            department are left out, as GROUPING of PostgreSQL does, and id is that of
            the other; keys are those of the measures, ``workdays``, ``days_recorded``,
            ``department_id`` (the last one), ``hidden`` and ``found`` (all records)
        """
        self._flush_sources(sources)
        keys = [measure.key for measure in self._get_measures(sources)]
        summed = [*keys, "workdays", "hidden", "found"]
        rows = self.env.execute_query(
            SQL(
                """
                WITH day AS MATERIALIZED (
                    SELECT generate_series(
                        %(first)s::date, %(last)s::date, '1 day'
                    )::date AS day
                ),
                version AS MATERIALIZED (%(versions)s),
                shift AS MATERIALIZED (%(shifts)s),
                done AS MATERIALIZED (%(facts)s),
                fact AS (SELECT * FROM done UNION ALL (%(attendance)s)),
                placed AS (
                    SELECT fact.*, COALESCE(fact.department_id, version.department_id)
                        AS place_id
                    FROM fact
                    LEFT JOIN version ON version.user_id = fact.user_id
                        AND fact.day >= version.first_day
                        AND fact.day < version.end_day
                )
                SELECT GROUPING(user_id, place_id), user_id, place_id,
                    (array_agg(place_id ORDER BY day DESC))[1],
                    COUNT(DISTINCT (user_id, day)) FILTER (WHERE contacts > 0),
                    %(sums)s
                FROM placed
                WHERE %(places)s
                GROUP BY GROUPING SETS ((user_id), (place_id), ())
                """,
                first=period.first,
                last=period.last,
                versions=self._sql_versions(
                    SQL("employee.user_id = ANY(%s)", users.ids)
                ),
                shifts=self._sql_calendar_shifts(),
                facts=self._sql_facts(sources, period, users),
                attendance=self._sql_attendance(sources, supervised),
                sums=SQL(", ").join(
                    SQL("COALESCE(SUM(%s), 0)", SQL.identifier(key)) for key in summed
                ),
                places=SQL("TRUE")
                if departments is None
                else SQL("place_id = ANY(%s)", departments),
            )
        )
        names = ["department_id", "days_recorded", *summed]
        return {
            (kind, user_id or place_id): dict(zip(names, figures, strict=True))
            for kind, user_id, place_id, *figures in rows
        }

    @api.model
    def _fetch_days(self, sources, period, users):
        """Return what ``users`` did on each day on which they did anything.

        :return: ``{user id: {day: {key of a measure: number}}}``
        """
        self._flush_sources(sources)
        keys = [measure.key for measure in self._get_measures(sources)]
        rows = self.env.execute_query(
            SQL(
                "SELECT user_id, day, %s FROM (%s) fact GROUP BY user_id, day",
                SQL(", ").join(
                    SQL("COALESCE(SUM(%s), 0)", SQL.identifier(key)) for key in keys
                ),
                self._sql_facts(sources, period, users),
            )
        )
        days = defaultdict(dict)
        for user_id, day, *figures in rows:
            days[user_id][day] = dict(zip(keys, figures, strict=True))
        return days

    @api.model
    def _sql_calendar_shifts(self):
        shifts = self._sql_shifts(
            SQL("known.calendar_id"), SQL("known.company_id"), SQL("day.day")
        )
        return SQL(
            """
            SELECT known.calendar_id, known.company_id, day.day, work.*
            FROM (SELECT DISTINCT calendar_id, company_id FROM version) known
            CROSS JOIN day
            CROSS JOIN LATERAL (%s) work
            """,
            shifts,
        )

    @api.model
    def _sql_facts(self, sources, period, users):
        """Return what all sources count, by user, day and department."""
        measures = self._get_measures(sources)
        return SQL(" UNION ALL ").join(
            self._sql_source(source, measures, period, users) for source in sources
        )

    @api.model
    def _sql_source(self, source, measures, period, users):
        """Return what a source counts, by user, day and department."""
        columns = [
            self._sql_aggregate(source, measure)
            if measure in source.measures
            else SQL("NULL::%s", TYPES[measure.kind])
            for measure in measures
        ]
        query, rule = self._get_query(source)
        return SQL(
            "SELECT %s AS user_id, %s AS day, %s AS department_id, %s,"
            " NULL::bigint AS workdays, %s AS hidden, COUNT(*) AS found"
            " FROM %s WHERE %s AND %s = ANY(%s) AND %s GROUP BY 1, 2, 3",
            self._sql_column(source, source.user),
            self._sql_day(source, period),
            self._sql_department(source),
            SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(measure.key))
                for column, measure in zip(columns, measures, strict=True)
            ),
            SQL("COUNT(*) FILTER (WHERE (%s) IS NOT TRUE)", rule),
            query.from_clause,
            self._sql_condition(source, self._get_base_domain(source)),
            self._sql_column(source, source.user),
            users.ids,
            self._sql_in_period(source, period),
        )

    @api.model
    def _get_query(self, source):
        """Return the ``Query`` of a source and the rule of the viewer as SQL.

        The query is not narrowed; the rule says which of its rows the viewer sees.
        """
        # sudo: what was done counts, see above.
        model = self.env[source.model].sudo()
        query = Query(self.env, model._table, SQL.identifier(model._table))
        if not self.env[source.model].has_access("read"):
            return query, SQL("FALSE")
        rule = Domain.TRUE
        if not self.env.su:
            rule = self.env["ir.rule"]._compute_domain(source.model, "read")
        plain = model.with_context(active_test=False)
        return query, rule.optimize_full(plain)._to_sql(plain, model._table, query)

    @api.model
    def _get_base_domain(self, source):
        """Return which records a source counts at all: those of the companies."""
        companies = self.env.companies.ids
        if not self.env[source.model]._fields["company_id"].required:
            companies = [*companies, False]
        return source.domain & Domain("company_id", "in", companies)

    @api.model
    def _sql_condition(self, source, domain):
        # sudo: a domain of ours becomes SQL; who sees what is joined to it by the
        # caller.
        model = self.env[source.model].sudo().with_context(active_test=False)
        query = Query(self.env, model._table, SQL.identifier(model._table))
        return domain.optimize_full(model)._to_sql(model, model._table, query)

    @api.model
    def _sql_aggregate(self, source, measure):
        return SQL(
            "(%s FILTER (WHERE %s))::%s",
            measure.aggregate,
            self._sql_condition(source, measure.domain),
            TYPES[measure.kind],
        )

    @api.model
    def _sql_column(self, source, name):
        return SQL.identifier(self.env[source.model]._table, name)

    @api.model
    def _is_moment(self, source):
        return self.env[source.model]._fields[source.moment].type == "datetime"

    @api.model
    def _sql_day(self, source, period):
        column = self._sql_column(source, source.moment)
        if not self._is_moment(source):
            return column
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, period.tz)

    @api.model
    def _sql_in_period(self, source, period):
        column = self._sql_column(source, source.moment)
        if not self._is_moment(source):
            return SQL("%s BETWEEN %s AND %s", column, period.first, period.last)
        return SQL(
            "%(column)s >= %(start)s AND %(column)s < %(end)s",
            column=column,
            start=period.start,
            end=period.end,
        )

    @api.model
    def _sql_department(self, source):
        if not source.department:
            return SQL("NULL::int")
        return self._sql_column(source, source.department)

    @api.model
    def _sql_attendance(self, sources, supervised):
        """Return who belonged where, and one row for each day somebody had to work."""
        nothing = SQL(", ").join(
            SQL("NULL::%s", TYPES[measure.kind])
            for measure in self._get_measures(sources)
        )
        return SQL(
            """
            SELECT version.user_id, LEAST(version.end_day - 1, period.last_day),
                version.department_id, %(nothing)s, 0, 0, 0
            FROM version
            JOIN (SELECT min(day) AS first_day, max(day) AS last_day FROM day) period
                ON version.first_day <= period.last_day
                AND version.end_day > period.first_day
            WHERE %(is_shown)s
            UNION ALL
            SELECT DISTINCT version.user_id, shift.day, version.department_id,
                %(nothing)s, 1, 0, 0
            FROM version
            JOIN shift ON shift.calendar_id = version.calendar_id
                AND shift.company_id = version.company_id
                AND shift.day >= version.first_day AND shift.day < version.end_day
            WHERE %(is_shown)s AND %(is_working)s
            """,
            nothing=nothing,
            is_shown=SQL(
                "(version.user_id = ANY(%s)"
                " OR version.user_id IN (SELECT user_id FROM done))",
                supervised.ids,
            ),
            is_working=self._sql_is_working(
                SQL("version"), SQL("shift.day"), SQL("shift")
            ),
        )
