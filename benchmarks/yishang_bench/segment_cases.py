"""What is timed of segments: size, overlap and the effect of a campaign."""

import time
from collections import Counter
from typing import NamedTuple

from psycopg2 import sql

from . import host, personas
from .cases import Case
from .timing import Measure, Statements

SEEN = sql.SQL(
    "(yishang_scope_key = ANY({}) OR yishang_scope_region_id = ANY({}::int[])"
    " OR yishang_customer_id = ANY({}::int[]))"
)
# What segments ask for, as a domain and as SQL by hand.
SEGMENTS = (
    (
        "[('yishang_type_id', 'in', [5, 6, 8])]",
        sql.SQL("yishang_type_id IN (5, 6, 8)"),
    ),
    (
        "[('yishang_date_last_contact', '<', '2026-06-01')]",
        sql.SQL("yishang_date_last_contact < '2026-06-01'"),
    ),
    (
        "[('yishang_date_last_order', '!=', False)]",
        sql.SQL("yishang_date_last_order IS NOT NULL"),
    ),
    (
        "[('phone', '!=', False), ('yishang_source_id', 'in', [1, 2])]",
        sql.SQL("phone IS NOT NULL AND phone != '' AND yishang_source_id IN (1, 2)"),
    ),
)
CUSTOMERS = sql.SQL("yishang_is_customer AND active AND {} AND ({})")
SIZE = sql.SQL("SELECT count(*) FROM res_partner WHERE {}")
# A bit for each segment: one pass, whatever the number of pairs.
OVERLAP = sql.SQL(
    "SELECT segments, count(*) FROM (SELECT {} AS segments FROM res_partner"
    " WHERE yishang_is_customer AND active AND {}) customer"
    " WHERE segments > 0 GROUP BY segments"
)
BIT = sql.SQL("CASE WHEN {} THEN {} ELSE 0 END")
BUYERS = sql.SQL(
    "SELECT count(*), count(bought.id) FROM res_partner customer LEFT JOIN ("
    " SELECT DISTINCT yishang_customer_id AS id FROM sale_order"
    " WHERE state = 'sale' AND company_id = {} AND date_order >= '2026-01-01'"
    " AND date_order < '2026-03-01') bought ON bought.id = customer.id"
    " WHERE customer.id IN (SELECT id FROM res_partner WHERE {})"
)


class Work(NamedTuple):
    """Something done with segments by one person; nothing of it is kept.

    :param name: ``size``, ``overlap`` or ``effect``
    """

    database: str
    user_id: int
    name: str

    def run(self):
        """Do it in a transaction of its own.

        :return: a ``Measure``; its result is what ``Statements`` has to come to
        """
        with host.request(self.database, self.user_id) as env:
            segments = create_segments(env)
            campaign = create_campaign(env, segments[0])
            env.flush_all()
            env.invalidate_all()
            subject = campaign if self.name == "effect" else segments
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            number = WORKS[self.name](subject)
            seconds = time.perf_counter() - started
            result = {"records": [{"id": number}], "length": number}
            return Measure(seconds, env.cr.sql_log_count - statements, result)


def create_segments(env):
    """Return the segments, of the user of ``env``, who may not be in marketing."""
    # sudo: sight is that of the user, whatever the role.
    segments = env["crm.yishang.segment"].sudo()
    vals_list = [
        {"name": f"S{number}", "user_id": env.uid, "domain": domain}
        for number, (domain, _sql) in enumerate(SEGMENTS)
    ]
    return segments.create(vals_list)


def create_campaign(env, segment):
    """Return a campaign for a segment that addressed nobody yet."""
    return (
        env["utm.campaign"]
        .sudo()
        .create(
            {
                "title": "C",
                "user_id": env.uid,
                "yishang_date_from": "2026-01-01",
                "yishang_effect_days": 59,
                "yishang_segment_id": segment.id,
            }
        )
    )


def _count(segments):
    return segments[0].size


def _compare(segments):
    pairs = segments.env["crm.yishang.segment.overlap"]._count_pairs(segments)
    return sum(pairs.values())


def _measure_effect(campaign):
    _addressed, _bought, rest, bought = campaign._yishang_count_buyers()
    return rest + bought


WORKS = {
    "size": _count,
    "overlap": _compare,
    "effect": _measure_effect,
}


class Limit(Statements):
    """Hand-written SQL, and what its rows come to.

    :param statements: of which the rows of the last one count
    """

    def run(self):
        """Return a ``Measure`` whose rows are one number, as ``Work`` returns it."""
        measure = super().run()
        number = _add_up(measure.result[-1])
        return measure._replace(result=[[(number,)], [(number,)]])


def _add_up(rows):
    """Return the sum of all pairs: of segments as bits, or of plain numbers."""
    if not rows or len(rows[0]) == 1 or len(rows) == 1:
        return sum(sum(row) for row in rows)
    pairs = Counter()
    for bits, count in rows:
        pairs[bits] += count * bits.bit_count() ** 2
    return sum(pairs.values())


def iter_cases(database, small):
    """Yield what is done with segments, for each of the people."""
    people, small_people = personas.load(database), personas.load(small)
    with host.request(database) as env:
        company = sql.Literal(env.company.id)
    for person, small_person in zip(people, small_people, strict=True):
        seen = sql.SQL("TRUE")
        if not person.sees_all:
            parts = (person.keys, person.regions, person.granted)
            seen = SEEN.format(*map(sql.Literal, parts))
        customers = CUSTOMERS.format(seen, SEGMENTS[0][1])
        bits = sql.SQL(" + ").join(
            BIT.format(condition, sql.Literal(1 << number))
            for number, (_domain, condition) in enumerate(SEGMENTS)
        )
        count = SIZE.format(customers)
        limits = {
            "size": [count],
            "overlap": [OVERLAP.format(bits, seen)],
            "effect": [BUYERS.format(company, customers)],
        }
        for name, statements in limits.items():
            things = {
                "ours": Work(database, person.user_id, name),
                "limit": Limit(database, statements),
                "small": Work(small, small_person.user_id, name),
            }
            yield Case(f"segment: {name}", name, person.name, things)
