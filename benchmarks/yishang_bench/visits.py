"""Visits, stored as the ORM would have stored them.

They are a layer of their own on a filled database, so that it need not be filled again
when they change.
"""

import time
from pathlib import Path

from . import bulk, databases, host, organisation, verify
from .console import say

TABLE = "crm_yishang_visit"
PER_CUSTOMER = 3
# Two years, the last day of which the lists of the day show.
FIRST_DAY, DAYS = "2024-01-01", 730
LAST_DAY = "2025-12-30"
# Few customers are visited often.
CUSTOMER_SKEW = 2
CREATE_STAGING = """
    CREATE TEMPORARY TABLE staging ON COMMIT DROP AS
    SELECT drawn.number, drawn.day,
        %(first_visit)s + drawn.number AS id,
        partner.id AS partner_id,
        coalesce(
            partner.user_id, (%(sellers)s)[1 + drawn.number %% %(people)s]
        ) AS user_id,
        partner.yishang_region_id AS region_id,
        partner.yishang_customer_id,
        partner.yishang_scope_key,
        partner.yishang_scope_region_id,
        (%(categories)s)[1 + drawn.number %% %(kinds)s] AS category_id,
        CASE drawn.number %% 20
            WHEN 0 THEN 'cancelled' WHEN 1 THEN 'planned' ELSE 'done'
        END AS state,
        drawn.day + interval '1 hour' + interval '1 minute' * (drawn.number %% 480)
            AS start
    FROM (
        SELECT number,
            %(first_day)s::date
                + (number::bigint * %(days)s / %(visits)s)::int AS day,
            %(first_customer)s
                + floor(%(customers)s * power(random(), %(skew)s))::int AS customer
        FROM generate_series(0, %(visits)s - 1) number
    ) drawn
    JOIN res_partner partner ON partner.id = drawn.customer
"""
IF_DONE = "CASE staging.state WHEN 'done' THEN {} END"
COLUMNS = {
    "id": "staging.id",
    "name": "'BF' || to_char(staging.day, 'YYYYMMDD') || lpad(number::text, 7, '0')",
    "subject": "'第' || number || '次联系'",
    "content": "'谈了第' || number || '号需求'",
    "partner_id": "staging.partner_id",
    "user_id": "staging.user_id",
    "region_id": "staging.region_id",
    "category_id": "staging.category_id",
    "state": "staging.state",
    "day": "staging.day",
    "date_planned_start": "staging.start",
    "date_planned_end": "staging.start + interval '1 hour'",
    "date_start": IF_DONE.format("staging.start"),
    "date_end": IF_DONE.format("staging.start + interval '1 hour'"),
    "date_done": IF_DONE.format("staging.start + interval '2 hours'"),
    "date_lock": IF_DONE.format("staging.start + interval '26 hours'"),
    "record_delay": "CASE staging.state WHEN 'done' THEN 1 ELSE 0 END",
    "create_uid": "staging.user_id",
    "write_uid": "staging.user_id",
    "create_date": "staging.start",
    "write_date": "staging.start",
    "yishang_customer_id": "staging.yishang_customer_id",
    "yishang_scope_key": "staging.yishang_scope_key",
    "yishang_scope_region_id": "staging.yishang_scope_region_id",
}


def ensure(name, size):
    """Fill the visits of a database, unless they are as this generator fills them."""
    note = databases.read_note(name)
    version = databases.digest([Path(__file__)])
    if note.get("visits") == version:
        return
    started = time.monotonic()
    say(f"Filling {size.customers * PER_CUSTOMER:,} visits of {name}")
    with host.request(name) as env:
        env.cr.execute(f"TRUNCATE {TABLE} CASCADE")
        _fill(env, size)
        env.cr.commit()
    databases.vacuum(name, TABLE)
    verify.check(name, ["crm.yishang.visit"])
    databases.write_note(name, {**note, "visits": version})
    say(f"Filled the visits in {time.monotonic() - started:.0f} s")


def _fill(env, size):
    prototype = _make_prototype(env)
    sellers = organisation.get_users(env, "salesperson").ids
    categories = env["crm.yishang.contact.category"].search([]).ids
    cr = env.cr
    cr.execute("SELECT min(id) FROM res_partner WHERE id = yishang_customer_id")
    ((first_customer,),) = cr.fetchall()
    cr.execute("SELECT setseed(0.23)")
    with bulk.unhindered(cr, TABLE):
        cr.execute(
            CREATE_STAGING,
            {
                "first_visit": 1,
                "first_customer": first_customer,
                "first_day": FIRST_DAY,
                "days": DAYS,
                "customers": size.customers,
                "visits": size.customers * PER_CUSTOMER,
                "skew": CUSTOMER_SKEW,
                "sellers": sellers,
                "people": len(sellers),
                "categories": categories,
                "kinds": len(categories),
            },
        )
        bulk.insert(cr, TABLE, prototype, COLUMNS, "staging")


def _make_prototype(env):
    """Return the row of a finished visit, made by the ORM."""
    with env.cr.savepoint() as savepoint:
        visit = env["crm.yishang.visit"].create(
            {
                "partner_id": env["res.partner"]
                .search([("yishang_is_customer", "=", True)], limit=1)
                .id,
                "content": "样本",
            }
        )
        visit.action_done()
        row = bulk.read_prototype(visit)
        savepoint.rollback()
    env.invalidate_all()
    return row
