from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_reading_row_mixin import LAST_CONTACTS

# Records on one screen; who has more reads them in turn.
READING_LIMIT = 100


class CrmYishangReading(models.AbstractModel):
    """A day's records of the own people, to be read one after another."""

    _name = "crm.yishang.reading"
    _inherit = "crm.yishang.reading.row.mixin"
    _description = "Reading of Records"

    @api.model
    @api.readonly
    def get_data(self, day=None, only_unread=True):
        """Return the finished records of the own people on one day.

        The number of statements does not depend on the number of records.

        :param day: ISO date, today by default
        :param only_unread: without those that carry an instruction of the user
        :return: ``{"day", "previous": ISO dates, "next": one or False, "left": number
            not read yet, "hidden": number beyond the limit, "kinds": [{"kind",
            "label", "needs_reply"}], "rows": [row]}``; for a row see the mixin
        """
        today = self.env.company._yishang_get_day()
        day = fields.Date.to_date(day) or today
        unread = self._get_unread_domain(day)
        domain = unread if only_unread else self._get_domain(day)
        visits = self.env["crm.yishang.visit"]
        found = visits.search_fetch(
            domain,
            self._get_row_fields(),
            order="user_id, date_start, id",
            limit=READING_LIMIT,
        )
        return {
            "day": str(day),
            "previous": str(fields.Date.subtract(day, days=1)),
            "next": day < today and str(fields.Date.add(day, days=1)),
            "left": visits.search_count(unread),
            "hidden": visits.search_count(domain) - len(found),
            "kinds": self._get_kinds(),
            "rows": self._get_rows(found, self._get_last_contacts(found)),
        }

    @api.model
    def write_instruction(self, visit_ids, kind, body="", date_due=False):
        """Write one instruction on each of the records.

        :param kind: see ``crm.yishang.instruction``; without words it is ``read``
        :return: ``{"left": number of records of their day not read yet}``
        """
        visits = self.env["crm.yishang.visit"].browse(visit_ids)
        visits._yishang_instruct(kind, body, date_due=date_due)
        return self._count_left(visits)

    @api.model
    def mark_read(self, visit_ids):
        """Mark records as read, except those that carry a word of the user already.

        :return: see ``write_instruction``
        """
        visits = self.env["crm.yishang.visit"].browse(visit_ids)
        unread = Domain("id", "in", visits.ids) & self._get_not_instructed_domain()
        visits.search(unread)._yishang_instruct("read")
        return self._count_left(visits)

    @api.model
    def _count_left(self, visits):
        unread = self._get_unread_domain(visits[:1].day)
        return {"left": visits.search_count(unread)}

    @api.model
    def _get_domain(self, day):
        """Return the finished records of the own people on one day."""
        return (
            Domain("day", "=", day)
            & Domain("state", "=", "done")
            & Domain("user_id", "!=", self.env.uid)
            & self.env["crm.yishang.people"]._get_domain("user_id")
        )

    @api.model
    def _get_unread_domain(self, day):
        """Return those of a day on which the user has written nothing yet."""
        return self._get_domain(day) & self._get_not_instructed_domain()

    @api.model
    def _get_not_instructed_domain(self):
        own = Domain("author_id", "=", self.env.uid)
        return Domain("yishang_instruction_ids", "not any", own)

    @api.model
    def _get_last_contacts(self, visits):
        """Return the last contacts with the customers of visits.

        Raw SQL around what the ORM searches, because it has no way to take the first
        few rows of each customer in one statement.
        """
        if not visits:
            return visits
        # One more, as the record itself is not to be repeated.
        query = visits._search(
            Domain("state", "=", "done"),
            order="day DESC, id DESC",
            limit=LAST_CONTACTS + 1,
        )
        query.add_where(
            SQL(
                "%s = customer.id",
                visits._field_to_sql(query.table, "yishang_customer_id", query),
            )
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT visit.id FROM unnest(%s) AS customer(id)"
                " CROSS JOIN LATERAL (%s) AS visit",
                visits.yishang_customer_id.ids,
                query.select(SQL.identifier(query.table, "id")),
            )
        )
        return visits.browse(visit_id for (visit_id,) in rows)
