"""What is timed of supervision: a month of a region and of the company."""

import time
from typing import NamedTuple

from psycopg2 import sql

from . import host, personas, visits
from .cases import Case
from .timing import Measure, Statements

MODEL = "crm.yishang.supervision"
FIRST_DAY = "2025-12-01"
# What the screen shows, by hand: one pass over each table, joined to the people.
FIGURES = sql.SQL(
    """
    WITH visit AS MATERIALIZED (
        SELECT visit.user_id,
            count(*) FILTER (
                WHERE category.kind = 'visit'
                    AND (state = 'planned' OR date_planned_start IS NOT NULL)
            ) AS planned,
            count(*) FILTER (WHERE category.kind = 'visit' AND state = 'done') AS done,
            count(*) FILTER (
                WHERE category.kind = 'visit' AND state = 'planned'
            ) AS missed,
            count(*) FILTER (WHERE category.kind = 'visit' AND state = 'done'
                AND check_in_status = 'located') AS located,
            count(*) FILTER (
                WHERE category.kind = 'reception' AND state = 'done'
            ) AS receptions,
            count(*) FILTER (WHERE category.kind = 'call' AND state = 'done') AS calls,
            count(*) FILTER (
                WHERE category.kind = 'message' AND state = 'done'
            ) AS messages,
            count(*) FILTER (WHERE state = 'done') AS contacts,
            count(DISTINCT day) FILTER (WHERE state = 'done') AS days,
            sum(record_delay) FILTER (WHERE state = 'done') AS delay,
            max(date_start) AS last_record
        FROM crm_yishang_visit visit
        JOIN crm_yishang_contact_category category ON category.id = visit.category_id
        WHERE day BETWEEN {first} AND {last} AND state != 'cancelled'
            AND user_id = ANY({people})
        GROUP BY visit.user_id
    ),
    customer AS MATERIALIZED (
        SELECT create_uid AS user_id, count(*) AS created FROM res_partner
        WHERE yishang_is_customer IS TRUE AND active AND create_uid = ANY({people})
            AND create_date >= {first} AND create_date < {last}::date + 1
        GROUP BY create_uid
    ),
    lead AS MATERIALIZED (
        SELECT create_uid AS user_id, count(*) AS created FROM crm_lead
        WHERE type = 'opportunity' AND create_uid = ANY({people})
            AND create_date >= {first} AND create_date < {last}::date + 1
        GROUP BY create_uid
    ),
    sold AS MATERIALIZED (
        SELECT user_id, count(*) AS orders, sum(amount_total) AS amount
        FROM sale_order
        WHERE state = 'sale' AND user_id = ANY({people})
            AND date_order >= {first} AND date_order < {last}::date + 1
        GROUP BY user_id
    )
    SELECT users.id, partner.name, visit.*, customer.created, lead.created, sold.*
    FROM res_users users
    JOIN res_partner partner ON partner.id = users.partner_id
    LEFT JOIN visit ON visit.user_id = users.id
    LEFT JOIN customer ON customer.user_id = users.id
    LEFT JOIN lead ON lead.user_id = users.id
    LEFT JOIN sold ON sold.user_id = users.id
    WHERE users.id = ANY({people})
    ORDER BY partner.name, users.id
    """
)
DONE = sql.SQL(
    "SELECT count(*) FROM crm_yishang_visit WHERE day BETWEEN {first} AND {last}"
    " AND state = 'done' AND user_id = ANY({people})"
)


class Supervision(NamedTuple):
    """The screen of supervision over a month, as one person asks for it."""

    database: str
    user_id: int

    def run(self):
        """Answer the request in a transaction of its own.

        :return: a ``Measure``; its result names the people and counts the contacts
        """
        with host.request(self.database, self.user_id) as env:
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            data = env[MODEL].get_data(FIRST_DAY, visits.LAST_DAY)
            seconds = time.perf_counter() - started
            keys = [column["key"] for column in data["columns"]]
            contacts = data["total"]["cells"][keys.index("contacts")]
            result = {
                "records": [{"id": row["user_id"]} for row in data["rows"]],
                "length": contacts,
            }
            return Measure(seconds, env.cr.sql_log_count - statements, result)


def iter_cases(database, small):
    """Yield a month of supervision for the manager and the director."""
    people, small_people = personas.load(database), personas.load(small)
    for person, small_person in zip(people, small_people, strict=True):
        if person.name == "salesperson":
            continue
        ours = Supervision(database, person.user_id)
        ids = [record["id"] for record in ours.run().result["records"]]
        values = {
            "first": sql.Literal(FIRST_DAY),
            "last": sql.Literal(visits.LAST_DAY),
            "people": sql.Literal(ids),
        }
        things = {
            "ours": ours,
            "limit": Statements(
                database, [FIGURES.format(**values), DONE.format(**values)]
            ),
            "small": Supervision(small, small_person.user_id),
        }
        yield Case("a month of supervision", "visits", person.name, things)
