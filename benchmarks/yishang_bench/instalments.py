"""Collection plans, stored as the addon would have stored them.

A layer of their own on a filled database. Each confirmed order has one instalment,
due up to 400 days after the order; what was received stands on the order. Receipts are
not filled in: nothing that is timed reads them.
"""

import time
from pathlib import Path

from . import bulk, databases, host, verify
from .console import say

TABLE = "crm_yishang_instalment"
INSERT = """
    INSERT INTO crm_yishang_instalment (
        order_id, sequence, date_due, amount, amount_received, amount_open, state,
        is_owed, is_implicit, currency_id, currency_rate, company_id, partner_id,
        user_id, yishang_customer_id, yishang_scope_key, yishang_scope_region_id,
        create_uid, create_date, write_uid, write_date
    )
    SELECT id, 1, date_order::date + id % 400, amount_total, yishang_amount_received,
        amount_total - yishang_amount_received, yishang_payment_state,
        yishang_amount_owed > 0, FALSE, currency_id, currency_rate, company_id,
        partner_id, user_id, yishang_customer_id, yishang_scope_key,
        yishang_scope_region_id, create_uid, create_date, write_uid, write_date
    FROM sale_order WHERE state = 'sale' AND amount_total > 0
"""


def ensure(name):
    """Fill the plans of a database, unless they are as this generator fills them."""
    note = databases.read_note(name)
    version = databases.digest([Path(__file__)])
    if note.get("instalments") == version:
        return
    started = time.monotonic()
    say(f"Filling the collection plans of {name}")
    with host.request(name) as env:
        env.cr.execute(f"TRUNCATE {TABLE} CASCADE")
        with bulk.unhindered(env.cr, TABLE):
            env.cr.execute(INSERT)
        env["crm.yishang.due.total"]._rebuild()
        env.cr.commit()
    databases.vacuum(name, TABLE, "crm_yishang_due_total")
    verify.check(name, ["crm.yishang.instalment"])
    databases.write_note(name, {**note, "instalments": version})
    say(f"Filled the plans in {time.monotonic() - started:.0f} s")
