"""What happens once, before and after installation and before removal.

A company may have millions of partners, orders and invoices. No partner is a customer
yet, so that the stored columns of visibility have values that are known beforehand:
adding them with a default costs nothing, while the ORM would compute row by row.
"""

from odoo.tools import SQL, sql

from .tools.sight import POOL_WITHOUT_REGION

MODULE = "crm_yishang"
# Owner of the external ids of what outlives the addon, until it is installed again.
KEPT = "__crm_yishang__"

# Stored computed columns of the host's tables: column -> (type, value of every row).
SCOPE_COLUMNS = {
    "yishang_customer_id": ("int4", None),
    "yishang_scope_key": ("int4", 0),
    "yishang_scope_region_id": ("int4", None),
}
MONEY_COLUMNS = {
    "yishang_amount_collected": ("numeric", 0),
    "yishang_amount_accounted": ("numeric", 0),
    "yishang_amount_received": ("numeric", 0),
    "yishang_amount_owed": ("numeric", 0),
    "yishang_payment_state": ("varchar", "none"),
}
LEAD_COLUMNS = {
    "yishang_region_id": ("int4", None),
    "yishang_source_id": ("int4", None),
}
TRACE_COLUMNS = {
    "yishang_partner_id": ("int4", None),
    "yishang_customer_id": ("int4", None),
    "yishang_lead_id": ("int4", None),
}
ORDER_COLUMNS = {
    "yishang_contact_id": ("int4", None),
    "yishang_phone": ("varchar", None),
    "yishang_region_id": ("int4", None),
}
PREPARED_COLUMNS = {
    "account_move": SCOPE_COLUMNS,
    "calendar_event": SCOPE_COLUMNS,
    "crm_lead": {**SCOPE_COLUMNS, **LEAD_COLUMNS},
    "mailing_trace": TRACE_COLUMNS,
    "res_partner": SCOPE_COLUMNS,
    "sale_order": {**SCOPE_COLUMNS, **MONEY_COLUMNS, **ORDER_COLUMNS},
    "survey_user_input": SCOPE_COLUMNS,
    "survey_user_input_line": {"yishang_customer_id": ("int4", None)},
}


def pre_init_hook(env):
    """Create the stored columns with the values the ORM would compute."""
    env["ir.model.data"].search([("module", "=", KEPT)]).module = MODULE
    for table, columns in PREPARED_COLUMNS.items():
        for column, (column_type, value) in columns.items():
            add_column(env.cr, table, column, column_type, value)
    owe_confirmed_orders(env.cr)
    link_mailing_traces(env.cr)
    # A lead without partner is held by its own salesperson.
    env.cr.execute(
        SQL(
            """
            UPDATE crm_lead SET yishang_scope_key = COALESCE(user_id, %s)
            WHERE partner_id IS NULL
            """,
            POOL_WITHOUT_REGION,
        )
    )
    env.cr.execute(
        """
        UPDATE calendar_event event SET yishang_scope_key = lead.yishang_scope_key
        FROM crm_lead lead
        WHERE lead.id = event.opportunity_id AND lead.partner_id IS NULL
        """
    )


def post_init_hook(env):
    """Derive what follows from the records that are there already.

    Who is whose superior, what is to be collected on orders, what they have received,
    in which stage opportunities are, what orders come to.
    """
    env["crm.yishang.scope"]._rebuild()
    env["crm.yishang.instalment"]._plan_all()
    env["crm.yishang.money"]._refresh_accounted()
    env["crm.yishang.stage.duration"]._follow_all()
    env["crm.yishang.total"]._rebuild()


def uninstall_hook(env):
    """Leave what documents of the host refer to, take away what the host would not."""
    _keep_used_industries(env)
    _keep_used_stages(env)
    _drop_daily_counters(env)
    # The index on it goes along, its table only later.
    env.cr.execute("DROP FUNCTION IF EXISTS crm_yishang_grams CASCADE")
    # The triggers on tables of the host, and on ours, go along.
    for total in env["crm.yishang.kept.total.mixin"]._get_kept_totals():
        function = SQL.identifier(total._kept_function)
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", function))
    # What value runs measured is no model.
    for name in ("detail", "result"):
        table = SQL.identifier(f"crm_yishang_value_{name}")
        env.cr.execute(SQL("DROP TABLE IF EXISTS %s", table))


def owe_confirmed_orders(cr):
    """Say of the orders that are there what is owed as long as nothing was paid."""
    cr.execute(
        """
        UPDATE sale_order SET yishang_amount_owed = COALESCE(amount_total, 0),
            yishang_payment_state = CASE
                WHEN amount_total > 0 THEN 'open'
                WHEN amount_total < 0 THEN 'overpaid'
                ELSE 'paid'
            END
        WHERE state = 'sale'
        """
    )


def link_mailing_traces(cr):
    """Say whom what was sent before went to; nobody is a customer yet."""
    cr.execute(
        """
        UPDATE mailing_trace trace SET yishang_partner_id = partner.id
        FROM res_partner partner
        WHERE trace.model = 'res.partner' AND trace.res_id = partner.id
        """
    )
    cr.execute(
        """
        UPDATE mailing_trace trace
        SET yishang_lead_id = lead.id, yishang_partner_id = lead.partner_id
        FROM crm_lead lead
        WHERE trace.model = 'crm.lead' AND trace.res_id = lead.id
        """
    )


def add_column(cr, table, column, column_type, value):
    """Add a column; PostgreSQL notes a constant default without touching a row."""
    if sql.column_exists(cr, table, column):
        return
    names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
    cr.execute(
        SQL(
            "ALTER TABLE %(table)s ADD COLUMN %(column)s %(type)s DEFAULT %(value)s",
            **names,
            type=SQL.identifier(column_type),
            value=value,
        )
    )
    cr.execute(SQL("ALTER TABLE %(table)s ALTER %(column)s DROP DEFAULT", **names))


def _keep_used_industries(env):
    """Hand the shipped industries that partners have over to the host."""
    partners = env["res.partner"].with_context(active_test=False)
    groups = partners._read_group([("industry_id", "!=", False)], ["industry_id"])
    data = env["ir.model.data"].search(
        [
            ("module", "=", MODULE),
            ("model", "=", "res.partner.industry"),
            ("res_id", "in", [industry.id for (industry,) in groups]),
        ]
    )
    data.module = KEPT


def _keep_used_stages(env):
    """Hand the shipped stages that campaigns are in over to the host."""
    campaigns = env["utm.campaign"].with_context(active_test=False)
    groups = campaigns._read_group([], ["stage_id"])
    data = env["ir.model.data"].search(
        [
            ("module", "=", MODULE),
            ("model", "=", "utm.stage"),
            ("res_id", "in", [stage.id for (stage,) in groups]),
        ]
    )
    data.module = KEPT


def _drop_daily_counters(env):
    """Drop the PostgreSQL sequences of the numbering rules that will be removed.

    The host deletes the ranges of a sequence by cascade and forgets their counters.
    """
    data = env["ir.model.data"].search(
        [("module", "=", MODULE), ("model", "=", "ir.sequence")]
    )
    ranges = env["ir.sequence.date_range"].search(
        [("sequence_id", "in", data.mapped("res_id"))]
    )
    ranges.unlink()
