"""What is timed of receivables: by salesperson with aging, and beside it the limit."""

import time
from typing import NamedTuple

from psycopg2 import sql

from . import host, personas
from .cases import Case
from .timing import Measure, Statements

MODEL = "crm.yishang.receivable"
SEEN = sql.SQL(
    "(yishang_scope_key = ANY({}) OR yishang_scope_region_id = ANY({}::int[])"
    " OR yishang_customer_id = ANY({}::int[]))"
)
# What open instalments come to by age.
AGES = sql.SQL(
    """
        sum(amount_open) FILTER (WHERE date_due < {today}) AS overdue,
        sum(amount_open) FILTER (WHERE date_due >= {today}) AS not_due,
        sum(amount_open) FILTER (
            WHERE date_due BETWEEN {today} - 30 AND {today} - 1
        ) AS to_30,
        sum(amount_open) FILTER (
            WHERE date_due BETWEEN {today} - 60 AND {today} - 31
        ) AS to_60,
        sum(amount_open) FILTER (
            WHERE date_due BETWEEN {today} - 90 AND {today} - 61
        ) AS to_90,
        sum(amount_open) FILTER (WHERE date_due < {today} - 90) AS older
    """
)
# The same by hand: one pass over the open orders, one over the open instalments.
ROWS = sql.SQL(
    """
    WITH ordered AS (
        SELECT user_id, sum(amount_total) AS ordered,
            sum(yishang_amount_received) AS received, sum(yishang_amount_owed) AS owed
        FROM sale_order
        WHERE state = 'sale' AND yishang_amount_owed != 0 AND {seen}
            AND company_id = {company}
        GROUP BY user_id
    ), aged AS (
        SELECT user_id,
            {ages}
        FROM crm_yishang_instalment
        WHERE is_owed AND state != 'paid' AND {seen} AND company_id = {company}
        GROUP BY user_id
    )
    SELECT ordered.user_id, partner.name, ordered.*, aged.*
    FROM ordered
    LEFT JOIN aged ON aged.user_id IS NOT DISTINCT FROM ordered.user_id
    LEFT JOIN res_users users ON users.id = ordered.user_id
    LEFT JOIN res_partner partner ON partner.id = users.partner_id
    ORDER BY ordered.owed DESC
    """
)
COUNT = sql.SQL("SELECT {}")


class Receivables(NamedTuple):
    """The table of receivables, as one person asks for it."""

    database: str
    user_id: int

    def run(self):
        """Answer the request in a transaction of its own.

        :return: a ``Measure``; its result names the people of the rows
        """
        with host.request(self.database, self.user_id) as env:
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            data = env[MODEL].get_data("user_id")
            seconds = time.perf_counter() - started
            records = [{"id": row["id"] or None} for row in data["rows"]]
            result = {"records": records, "length": len(records)}
            return Measure(seconds, env.cr.sql_log_count - statements, result)


def iter_cases(database, small):
    """Yield receivables by salesperson, for each of the people."""
    people, small_people = personas.load(database), personas.load(small)
    with host.request(database) as env:
        today, company = env.company._yishang_get_day(), env.company.id
    for person, small_person in zip(people, small_people, strict=True):
        ours = Receivables(database, person.user_id)
        seen = sql.SQL("TRUE")
        if not person.sees_all:
            parts = (person.keys, person.regions, person.granted)
            seen = SEEN.format(*map(sql.Literal, parts))
        rows = ROWS.format(
            ages=AGES.format(today=sql.Literal(today)),
            seen=seen,
            company=sql.Literal(company),
        )
        count = COUNT.format(sql.Literal(ours.run().result["length"]))
        things = {
            "ours": ours,
            "limit": Statements(database, [rows, count]),
            "small": Receivables(small, small_person.user_id),
        }
        yield Case("receivables by person", "receivables", person.name, things)
