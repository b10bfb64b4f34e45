"""How the shipped indicators are measured on what ``value_bases`` prepares.

SQL over the rows ``k`` of the customer itself, ``c`` of its contacts, ``t`` of
transactions, ``f`` of finance, ``v`` of contact and ``s`` of service. Text of this
file alone: nobody enters SQL.
"""

# Code of the indicator -> its value, NULL where it is not known.
MEASURES = {
    "C01": "floor(EXTRACT(EPOCH FROM %(until)s - k.create_date)::float8 / 86400)",
    "C02": "k.yishang_scale::float8",
    "C03": "NULLIF(k.yishang_revenue, 0)::float8",
    "C04": (
        "10.0 * num_nonnulls(NULLIF(k.phone, ''), NULLIF(k.email, ''), "
        "NULLIF(k.street, ''), k.industry_id, k.yishang_scale, "
        "k.yishang_type_id, k.yishang_source_id, k.yishang_region_id, "
        "NULLIF(k.yishang_revenue, 0), NULLIF(k.vat, ''))"
    ),
    "C05": "(k.vat <> '' AND k.vat IS NOT NULL)::int",
    "C06": "(k.website <> '' AND k.website IS NOT NULL)::int",
    "C07": "COALESCE(c.contacts, 0)",
    "C08": "COALESCE(c.deciders, 0)",
    "C09": "COALESCE(c.roles, 0)",
    "C10": "100.0 * c.with_phone::float8 / NULLIF(c.contacts, 0)",
    "C11": "100.0 * c.with_email::float8 / NULLIF(c.contacts, 0)",
    "C12": "COALESCE(c.with_birthday, 0)",
    "C13": "COALESCE(c.with_preferences, 0)",
    "C14": "COALESCE(c.branches, 0)",
    "C15": "COALESCE(c.places, 0)",
    "C16": "COALESCE(c.tags, 0)",
    "C17": "k.is_company::int",
    "C18": "k.follow_progress",
    "C19": (
        "CASE WHEN k.user_id IS NOT NULL THEN floor(EXTRACT(EPOCH FROM "
        "%(until)s - COALESCE(k.yishang_date_taken, k.create_date))::float8 / "
        "86400) END"
    ),
    "C20": (
        "CASE WHEN k.user_id IS NOT NULL OR c.changes > 0 THEN "
        "COALESCE(c.changes, 0) END"
    ),
    "C21": (
        "array_position(ARRAY['lost', 'potential', 'visited', 'dormant', "
        "'member'], k.yishang_lifecycle::text) - 1"
    ),
    "C22": "COALESCE(c.new_contacts, 0)",
    "C23": "COALESCE(c.accounts, 0)",
    "T01": "floor(EXTRACT(EPOCH FROM %(until)s - t.last_order)::float8 / 86400)",
    "T02": "floor(EXTRACT(EPOCH FROM %(until)s - t.first_order)::float8 / 86400)",
    "T03": "COALESCE(t.orders_year, 0)",
    "T04": (
        "100.0 * (t.orders_year - t.orders_before)::float8 / NULLIF(t.orders_before, 0)"
    ),
    "T05": "COALESCE(t.months, 0)",
    "T06": "t.gap",
    "T07": "CASE WHEN t.orders > 2 THEN t.gap_deviation / NULLIF(t.gap, 0) END",
    "T08": (
        "CASE WHEN t.orders > 2 THEN floor(EXTRACT(EPOCH FROM %(until)s - "
        "t.last_order)::float8 / 86400) / NULLIF(t.gap, 0) END"
    ),
    "T09": "t.gap_max",
    "T10": "COALESCE(t.products, 0)",
    "T11": "NULLIF(t.categories, 0)",
    "T12": "CASE WHEN t.orders_before > 0 THEN COALESCE(t.products_new, 0) END",
    "T13": "CASE WHEN t.orders_before > 0 THEN COALESCE(t.products_lost, 0) END",
    "T14": "100.0 * t.products_again::float8 / NULLIF(t.products, 0)",
    "T15": "100.0 * GREATEST(t.top_amount, 0)::float8 / NULLIF(t.line_amount, 0)",
    "T16": "t.lines::float8 / NULLIF(t.orders_year, 0)",
    "T17": "100.0 * t.discount::float8 / NULLIF(t.list_amount, 0)",
    "T18": "100.0 * t.full_price::float8 / NULLIF(t.lines, 0)",
    "T19": "100.0 * t.returns::float8 / NULLIF(t.orders_year, 0)",
    "T20": (
        "100.0 * t.cancelled_year::float8 / NULLIF(t.cancelled_year + t.orders_year, 0)"
    ),
    "T21": "COALESCE(t.quotations, 0)",
    "T22": "100.0 * t.offers_won::float8 / NULLIF(t.offers_year, 0)",
    "T23": "t.decision_days",
    "T24": "NULLIF(t.sellers, 0)",
    "T25": "100.0 * t.by_opportunity::float8 / NULLIF(t.orders_year, 0)",
    "T26": "100.0 * t.by_contract::float8 / NULLIF(t.orders_year, 0)",
    "T27": "CASE WHEN t.orders_year > 0 THEN t.by_campaign END",
    "T28": "COALESCE(t.leads_open, 0)",
    "T29": "CASE WHEN t.leads_open > 0 THEN t.leads_expected END",
    "T30": "100.0 * t.leads_won::float8 / NULLIF(t.leads_won + t.leads_lost, 0)",
    "T31": "CASE WHEN t.leads_new > 0 OR t.leads_lost > 0 THEN t.leads_lost END",
    "T32": "floor(EXTRACT(EPOCH FROM %(until)s - t.leads_moved)::float8 / 86400)",
    "T33": "t.days_to_win",
    "T34": "100.0 * t.delivered::float8 / NULLIF(t.ordered, 0)",
    "T35": (
        "CASE WHEN t.first_order::date >= k.yishang_date_first_contact THEN "
        "t.first_order::date - k.yishang_date_first_contact END"
    ),
}
