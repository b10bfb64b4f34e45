from odoo import api, models
from odoo.tools import SQL

# The id of a row is made of that of its record and the number of its source.
MAX_SOURCES = 16
# When a whole day begins and ends, as the host writes it for meetings, in UTC: the
# same day in most time zones.
DAY_START, DAY_STOP = "08:00", "18:00"
OPEN_STATES = ("planned", "in_progress")
# Documents of customers whose activities are shown.
ACTIVITY_MODELS = (
    "res.partner",
    "crm.lead",
    "sale.order",
    "crm.yishang.visit",
    "crm.yishang.contract",
)


class CrmYishangScheduleSourceMixin(models.AbstractModel):
    """What the rows of the schedule are made of: one method for each kind of item.

    SQL because no model holds all of them; the rules of the schedule narrow it.
    """

    _name = "crm.yishang.schedule.source.mixin"
    _description = "Sources of the Schedule"

    @api.model
    def _get_sources(self):
        """Return one ``SELECT`` for each kind of item, made by ``_make_source``."""
        return [
            self._select_visits(),
            self._select_meetings(),
            self._select_follow_ups(),
            self._select_contract_ends(),
            *self._select_activities(),
        ]

    @api.model
    def _make_source(self, number, tables, **columns):
        """Return the ``SELECT`` of one source.

        :param number: of the source, below MAX_SOURCES, of its own for each table
        :param tables: what follows after ``FROM``
        :param columns: an expression for each field of the model and for ``id``, the
            id of the record; what is left out is empty
        """
        columns["id"] = SQL("%s * %s + %s", columns["id"], MAX_SOURCES, number)
        names = [name for name, field in self._fields.items() if field.column_type]
        expressions = [
            SQL(
                "(%s)::%s AS %s",
                columns.get(name, SQL("NULL")),
                SQL(self._fields[name].column_type[0]),
                SQL.identifier(name),
            )
            for name in names
            if self._fields[name].store
        ]
        return SQL("(SELECT %s FROM %s)", SQL(", ").join(expressions), tables)

    @api.model
    def _get_scope_columns(self, alias):
        """Return where a row says as whose customer it is visible."""
        names = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
        return {name: SQL.identifier(alias, name) for name in names}

    @api.model
    def _get_day_columns(self, day):
        """Return start and end of an item that takes no time of the day."""
        return {
            "start": SQL("%s + %s::time", day, DAY_START),
            "stop": SQL("%s + %s::time", day, DAY_STOP),
            "is_all_day": SQL("TRUE"),
        }

    @api.model
    def _select_visits(self):
        """Planned visits, those without a time on their day."""
        planned, day = SQL("visit.date_planned_start"), SQL("visit.day")
        whole = self._get_day_columns(day)
        return self._make_source(
            1,
            SQL("crm_yishang_visit visit WHERE visit.state IN %s", OPEN_STATES),
            id=SQL("visit.id"),
            kind=SQL("'visit'"),
            title=SQL("visit.subject"),
            start=SQL("COALESCE(%s, %s)", planned, whole["start"]),
            stop=SQL(
                "COALESCE(visit.date_planned_end, %s + '1 hour'::interval, %s)",
                planned,
                whole["stop"],
            ),
            is_all_day=SQL("%s IS NULL", planned),
            user_id=SQL("visit.user_id"),
            company_id=SQL("visit.company_id"),
            res_model=SQL("'crm.yishang.visit'"),
            res_id=SQL("visit.id"),
            **self._get_scope_columns("visit"),
        )

    @api.model
    def _select_meetings(self):
        """Meetings of everybody who takes part, planned visits left out."""
        return self._make_source(
            2,
            SQL(
                """
                calendar_attendee attendee
                JOIN calendar_event event ON event.id = attendee.event_id
                JOIN res_users guest ON guest.partner_id = attendee.partner_id
                LEFT JOIN res_users_settings settings
                    ON settings.user_id = event.user_id
                WHERE event.active AND attendee.state IS DISTINCT FROM 'declined'
                    AND event.res_model IS DISTINCT FROM 'crm.yishang.visit'
                """
            ),
            id=SQL("attendee.id"),
            kind=SQL("'meeting'"),
            title=SQL("event.name"),
            start=SQL("event.start"),
            stop=SQL("event.stop"),
            is_all_day=SQL("event.allday"),
            is_private=SQL(
                "COALESCE(event.privacy, settings.calendar_default_privacy) = 'private'"
            ),
            user_id=SQL("guest.id"),
            res_model=SQL("'calendar.event'"),
            res_id=SQL("event.id"),
            **self._get_scope_columns("event"),
        )

    @api.model
    def _select_follow_ups(self):
        """Customers whose next contact is due, unless a visit is planned that day.

        The scope key of a customer with an owner is the owner; there is an index on it.
        """
        return self._make_source(
            3,
            SQL(
                """
                res_partner customer
                WHERE customer.active AND customer.yishang_is_customer IS TRUE
                    AND customer.yishang_scope_key > 0
                    AND customer.yishang_date_next_contact IS NOT NULL
                    AND NOT EXISTS (
                        SELECT FROM crm_yishang_visit visit
                        WHERE visit.yishang_customer_id = customer.id
                            AND visit.day = customer.yishang_date_next_contact
                            AND visit.state IN %s
                    )
                """,
                OPEN_STATES,
            ),
            id=SQL("customer.id"),
            kind=SQL("'follow_up'"),
            title=SQL("COALESCE(customer.yishang_short_name, customer.name)"),
            user_id=SQL("customer.yishang_scope_key"),
            company_id=SQL("customer.company_id"),
            res_model=SQL("'res.partner'"),
            res_id=SQL("customer.id"),
            **self._get_day_columns(SQL("customer.yishang_date_next_contact")),
            **self._get_scope_columns("customer"),
        )

    @api.model
    def _select_contract_ends(self):
        """The last days of contracts that nobody has renewed."""
        return self._make_source(
            7,
            SQL(
                """
                crm_yishang_contract contract
                WHERE contract.state IN ('signed', 'running')
                    AND contract.is_renewed IS NOT TRUE
                    AND contract.date_end IS NOT NULL
                """
            ),
            id=SQL("contract.id"),
            kind=SQL("'contract'"),
            title=SQL("contract.subject"),
            user_id=SQL("contract.user_id"),
            company_id=SQL("contract.company_id"),
            res_model=SQL("'crm.yishang.contract'"),
            res_id=SQL("contract.id"),
            **self._get_day_columns(SQL("contract.date_end")),
            **self._get_scope_columns("contract"),
        )

    @api.model
    def _select_activities(self):
        """Activities on documents of customers; those of meetings stand there."""
        return [
            self._make_source(
                4,
                SQL(
                    """
                    mail_activity activity
                    JOIN %s document ON document.id = activity.res_id
                    WHERE activity.active AND activity.res_model = %s
                        AND activity.calendar_event_id IS NULL
                    """,
                    SQL.identifier(self.env[model]._table),
                    model,
                ),
                id=SQL("activity.id"),
                kind=SQL("'activity'"),
                title=SQL("COALESCE(activity.summary, activity.res_name)"),
                user_id=SQL("activity.user_id"),
                company_id=SQL("document.company_id"),
                res_model=SQL("activity.res_model"),
                res_id=SQL("activity.res_id"),
                **self._get_day_columns(SQL("activity.date_deadline")),
                **self._get_scope_columns("document"),
            )
            for model in ACTIVITY_MODELS
        ]
