"""Handing 50,000 customers over with all that hangs on them.

Beside it the same writes and the same history in hand-written SQL, and stock Odoo's
tracked write of salesperson on customers and orders. All of it is rolled back.
"""

import time

from . import databases, host, personas
from .console import say

CUSTOMERS = 50_000
# Stock Odoo takes as long for each further one, so that a part of them is enough.
STOCK_CUSTOMERS = 5_000
LEFT_BEHIND = (
    "res_partner",
    "sale_order",
    "crm_yishang_visit",
    "crm_yishang_ownership_change",
    "crm_yishang_ownership_item",
)
LIMIT = (
    """
    CREATE TEMPORARY TABLE target ON COMMIT DROP AS
    SELECT id AS customer_id, user_id AS old_id, %(successor)s::int AS new_id
    FROM res_partner WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE
    """,
    "ALTER TABLE target ADD PRIMARY KEY (customer_id)",
    "ANALYZE target",
    """
    UPDATE res_partner contact SET user_id = target.new_id
    FROM target WHERE contact.yishang_customer_id = target.customer_id
        AND contact.id != target.customer_id AND contact.user_id = target.old_id
    """,
    """
    UPDATE sale_order SET user_id = target.new_id
    FROM target WHERE sale_order.yishang_customer_id = target.customer_id
        AND sale_order.user_id = target.old_id AND state IN ('draft', 'sent')
    """,
    """
    UPDATE crm_yishang_visit visit SET user_id = target.new_id
    FROM target WHERE visit.yishang_customer_id = target.customer_id
        AND visit.user_id = target.old_id AND state = 'planned'
    """,
    """
    UPDATE res_partner partner SET yishang_scope_key = target.new_id,
        user_id = CASE WHEN partner.id = target.customer_id
            THEN target.new_id ELSE partner.user_id END,
        yishang_date_taken = CASE WHEN partner.id = target.customer_id
            THEN now() AT TIME ZONE 'UTC' ELSE partner.yishang_date_taken END,
        write_uid = 1, write_date = now() AT TIME ZONE 'UTC'
    FROM target WHERE partner.yishang_customer_id = target.customer_id
    """,
    """
    UPDATE sale_order SET yishang_scope_key = target.new_id
    FROM target WHERE sale_order.yishang_customer_id = target.customer_id
    """,
    """
    UPDATE crm_yishang_visit visit SET yishang_scope_key = target.new_id
    FROM target WHERE visit.yishang_customer_id = target.customer_id
    """,
    """
    INSERT INTO crm_yishang_ownership_move (company_id, kind, user_id)
    VALUES (1, 'handover', 1)
    """,
    """
    INSERT INTO crm_yishang_ownership_change (move_id, customer_id, date, kind,
        old_owner_id, new_owner_id, create_uid, create_date, write_uid, write_date)
    SELECT (SELECT max(id) FROM crm_yishang_ownership_move), customer_id, now(),
        'handover', old_id, new_id, 1, now(), 1, now()
    FROM target
    """,
)


def measure(database, stock):
    """Hand customers over in three ways, and forget it again.

    :return: ``{"ours": seconds, "limit": seconds, "stock": seconds extrapolated,
        "slower": ratio to the limit, "faster": ratio to stock, "counts": {model:
        records that went along}}``
    """
    limit = _write_by_hand(database)
    databases.vacuum(database, *LEFT_BEHIND)
    ours, counts = _hand_over(database)
    databases.vacuum(database, *LEFT_BEHIND)
    stock_seconds, orders = _write_in_stock(stock)
    databases.vacuum(stock, "res_partner", "sale_order", "mail_message")
    extrapolated = stock_seconds * CUSTOMERS / STOCK_CUSTOMERS
    result = {
        "customers": CUSTOMERS,
        "limit": round(limit, 1),
        "ours": round(ours, 1),
        "stock": round(extrapolated, 1),
        "stock_measured_customers": STOCK_CUSTOMERS,
        "stock_measured_orders": orders,
        "slower": round(ours / limit, 2),
        "faster": round(extrapolated / ours, 1),
        "counts": counts,
    }
    say(
        "Handover of {customers:,} customers: {ours} s, {slower}× hand-written SQL"
        " ({limit} s); stock {stock} s (extrapolated from {stock_measured_customers:,}"
        " with {stock_measured_orders:,} orders): {faster}× faster; went along:"
        " {counts}".format(**result)
    )
    return result


def _get_chosen(env, count):
    """Return customers of the largest owners, and somebody else to take them."""
    env.cr.execute(
        """
        SELECT user_id FROM res_partner
        WHERE user_id IS NOT NULL AND is_company GROUP BY user_id
        ORDER BY count(*) DESC, user_id LIMIT 20
        """
    )
    *owners, successor = [user_id for (user_id,) in env.cr.fetchall()]
    env.cr.execute(
        """
        SELECT id FROM res_partner
        WHERE user_id = ANY(%s) AND is_company AND parent_id IS NULL
        ORDER BY id LIMIT %s
        """,
        [owners, count],
    )
    ids = [id_ for (id_,) in env.cr.fetchall()]
    assert len(ids) == count, len(ids)
    return ids, successor


def _write_by_hand(database):
    with host.request(database) as env:
        ids, successor = _get_chosen(env, CUSTOMERS)
        started = time.perf_counter()
        for statement in LIMIT:
            env.cr.execute(statement, {"ids": ids, "successor": successor})
        return time.perf_counter() - started


def _hand_over(database):
    """Return the seconds of our handover and what went along, by model."""
    with host.request(database) as env:
        director = env["res.users"].search([("login", "=", personas.DIRECTOR)]).id
    with host.request(database, director) as env:
        ids, successor = _get_chosen(env, CUSTOMERS)
        customers = env["res.partner"].browse(ids)
        started = time.perf_counter()
        move = env["crm.yishang.ownership"]._transfer(
            customers, "handover", owners=dict.fromkeys(ids, successor)
        )
        env.flush_all()
        return time.perf_counter() - started, move._get_counts()


def _write_in_stock(database):
    """Return the seconds of stock Odoo, and how many orders it wrote."""
    with host.request(database) as env:
        ids, successor = _get_chosen(env, STOCK_CUSTOMERS)
        partners = env["res.partner"].browse(ids)
        orders = env["sale.order"].search([("partner_id", "in", ids)])
        started = time.perf_counter()
        partners.write({"user_id": successor})
        orders.write({"user_id": successor})
        env.flush_all()
        return time.perf_counter() - started, len(orders)
