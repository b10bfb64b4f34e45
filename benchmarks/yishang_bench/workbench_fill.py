"""What the workbench alone shows: receipts, opportunities, targets, values.

A layer of its own on a filled database: the value of all customers, unless a run has
been there, one receipt for each order on which something
was received, one open opportunity for every tenth customer with an owner, a target in
sales amount for each of the people in the last month. Of the receipts only what sums
and lists read is there; they name no orders.
"""

import time
from pathlib import Path

from . import bulk, databases, host, visits
from .console import say

MONTH = f"{visits.LAST_DAY[:8]}01"
RECEIPTS = """
    INSERT INTO crm_yishang_receipt (
        name, kind, state, date, date_confirmed, cashier_id, method_id, amount,
        amount_allocated, amount_refunded, amount_advance, amount_company,
        currency_id, company_id,
        partner_id, payer_id, user_id, region_id, yishang_customer_id,
        yishang_scope_key, yishang_scope_region_id, create_uid, create_date,
        write_uid, write_date
    )
    SELECT 'SK' || id, 'receipt',
        CASE WHEN id %% 1000 = 0 THEN 'draft' ELSE 'confirmed' END,
        date_order::date,
        CASE WHEN id %% 1000 > 0 THEN date_order END,
        CASE WHEN id %% 1000 > 0 THEN 1 END, %(method)s, yishang_amount_received, 0, 0,
        yishang_amount_received, yishang_amount_received, currency_id, company_id,
        partner_id, partner_id, user_id, yishang_region_id, yishang_customer_id,
        yishang_scope_key, yishang_scope_region_id, create_uid, create_date,
        write_uid, write_date
    FROM sale_order
    WHERE state = 'sale' AND yishang_amount_received > 0 AND user_id IS NOT NULL
"""
LEADS = """
    INSERT INTO crm_lead (
        name, type, active, stage_id, user_id, company_id, partner_id, won_status,
        expected_revenue, probability, priority, yishang_customer_id,
        yishang_scope_key, yishang_scope_region_id, create_uid, create_date,
        write_uid, write_date
    )
    SELECT '第' || id || '号商机', 'opportunity', TRUE,
        (%(stages)s)[1 + id %% %(count)s], user_id, %(company)s, id, 'pending',
        1000 + id %% 997 * 100, 20, '0', yishang_customer_id, yishang_scope_key,
        yishang_scope_region_id, user_id, create_date, user_id, create_date
    FROM res_partner
    WHERE yishang_is_customer AND user_id IS NOT NULL AND id %% 10 = 0
"""
TARGETS = """
    INSERT INTO crm_yishang_target (
        kind, period, level, date_from, date_to, user_id, company_id, goal,
        create_uid, create_date, write_uid, write_date
    )
    SELECT kind, 'month', 'person', %(month)s, (%(month)s::date + 30), users.id,
        %(company)s, 1000000, 1, now(), 1, now()
    FROM res_users users
    JOIN crm_yishang_scope scope ON scope.owner_id = users.id
    CROSS JOIN unnest(ARRAY['amount', 'receipt', 'customer', 'visit']) kind
    GROUP BY users.id, kind
"""
TABLES = ("crm_yishang_receipt", "crm_lead", "crm_yishang_target")
TOTALS = ("crm.yishang.receipt.total", "crm.yishang.opportunity.total")


def ensure(name):
    """Fill the layer of a database, unless it is as this generator fills it."""
    _ensure_values(name)
    note = databases.read_note(name)
    version = databases.digest([Path(__file__)])
    if note.get("workbench") == version:
        return
    started = time.monotonic()
    say(f"Filling what the workbench shows of {name}")
    with host.request(name) as env:
        stages = env["crm.stage"].search([("is_won", "=", False)]).ids
        values = {
            "company": env.company.id,
            "count": len(stages),
            "method": env["crm.yishang.payment.method"].search([], limit=1).id,
            "month": MONTH,
            "stages": stages,
        }
        for table in TABLES:
            env.cr.execute(f"DELETE FROM {table}")
        for statement, table in zip((RECEIPTS, LEADS, TARGETS), TABLES, strict=True):
            with bulk.unhindered(env.cr, table):
                env.cr.execute(statement, values)
        # The rows came in with the triggers switched off that sum them up.
        for total in TOTALS:
            env[total]._rebuild()
        env.cr.commit()
    for table in (*TABLES, *(total.replace(".", "_") for total in TOTALS)):
        databases.vacuum(name, table)
    databases.write_note(name, {**note, "workbench": version})
    say(f"Filled it in {time.monotonic() - started:.0f} s")


def _ensure_values(name):
    """Have all customers valued, as every night does it."""
    started = time.monotonic()
    with host.request(name) as env:
        runs = env["crm.yishang.value.run"]
        if runs.search_count([("state", "=", "done")]):
            return
        say(f"Valuing the customers of {name}")
        run = runs.create({"date": visits.LAST_DAY})
        while run._advance():
            env.cr.commit()
        env.cr.commit()
    for table in ("res_partner", "crm_yishang_value_score", "crm_yishang_value_total"):
        databases.vacuum(name, table)
    say(f"Valued them in {time.monotonic() - started:.0f} s")
