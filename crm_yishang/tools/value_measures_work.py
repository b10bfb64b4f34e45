"""Measures of finance, contact and service, see ``value_measures``."""

# Code of the indicator -> its value, NULL where it is not known.
WORK_MEASURES = {
    "F01": "COALESCE(f.revenue_year, 0)",
    "F02": (
        "CASE WHEN f.revenue_before > 0 THEN 100.0 * (COALESCE(f.revenue_year, "
        "0) - f.revenue_before)::float8 / f.revenue_before END"
    ),
    "F03": "f.revenue",
    "F04": "f.order_average",
    "F05": "f.order_record",
    "F06": (
        "CASE WHEN f.orders_year > 1 AND f.revenue_year > 0 THEN LEAST(100.0 * "
        "GREATEST(f.order_max, 0)::float8 / f.revenue_year, 100) END"
    ),
    "F07": (
        "CASE WHEN f.orders_year > 1 THEN f.order_deviation::float8 / "
        "NULLIF(f.order_average, 0) END"
    ),
    "F08": (
        "CASE WHEN f.revenue_year > 0 THEN COALESCE(f.revenue_quarter, "
        "0)::float8 / f.revenue_year * 365 / 90 END"
    ),
    "F09": "t.margin",
    "F10": (
        "CASE WHEN t.net_amount > 0 THEN 100.0 * t.margin::float8 / t.net_amount END"
    ),
    "F11": "t.discount",
    "F12": (
        "100.0 * COALESCE(f.returned, 0)::float8 / NULLIF(f.revenue_year + "
        "COALESCE(f.returned, 0), 0)"
    ),
    "F13": "COALESCE(f.receipts, 0)",
    "F14": (
        "CASE WHEN f.total_year > 0 THEN 100.0 * f.received_year::float8 / "
        "f.total_year END"
    ),
    "F15": "f.owed",
    "F16": "CASE WHEN t.orders > 0 THEN COALESCE(f.overdue, 0) END",
    "F17": "100.0 * COALESCE(f.overdue, 0)::float8 / NULLIF(f.open, 0)",
    "F18": "CASE WHEN t.orders > 0 THEN COALESCE(f.overdue_days, 0) END",
    "F19": "CASE WHEN t.orders > 0 THEN COALESCE(f.overdue_count, 0) END",
    "F20": "f.delay",
    "F21": "CASE WHEN f.total_year > 0 THEN f.owed::float8 / f.total_year * 365 END",
    "F22": (
        "CASE WHEN f.receipt_count > 0 OR f.refunds > 0 THEN COALESCE(f.refunds, 0) END"
    ),
    "F23": "CASE WHEN t.orders > 0 OR f.advance > 0 THEN COALESCE(f.advance, 0) END",
    "F24": "COALESCE(f.receipt_count, 0)",
    "F25": "%(day)s - f.last_receipt",
    "F26": "f.soon",
    "F27": "COALESCE(f.contracts, 0)",
    "F28": "f.contracted",
    "F29": "f.contract_end - %(day)s",
    "F30": "CASE WHEN f.contracts IS NOT NULL THEN f.renewals END",
    "F31": "f.terminations",
    "F32": "100.0 * f.invoiced::float8 / NULLIF(f.orders_year, 0)",
    "F33": "f.revenue_year::float8 / NULLIF(v.records_year, 0)",
    "V01": "%(day)s - v.last_day",
    "V02": "%(day)s - v.last_meeting",
    "V03": "COALESCE(v.visits, 0)",
    "V04": "COALESCE(v.receptions, 0)",
    "V05": "COALESCE(v.calls, 0)",
    "V06": "COALESCE(v.messages, 0)",
    "V07": (
        "100.0 * (v.records_year - v.records_before)::float8 / "
        "NULLIF(v.records_before, 0)"
    ),
    "V08": "COALESCE(v.months, 0)",
    "V09": "CASE WHEN v.records_year > 0 THEN v.people END",
    "V10": "100.0 * v.with_decider::float8 / NULLIF(v.records_year, 0)",
    "V11": "NULLIF(v.colleagues, 0)",
    "V12": "v.attitude",
    "V13": "v.attitude_last",
    "V14": "CASE WHEN v.records_year > 1 THEN v.attitude_last - v.attitude END",
    "V15": "CASE WHEN v.records_year > 0 THEN v.declining END",
    "V16": "100.0 * v.records_year::float8 / NULLIF(v.records_year + v.cancelled, 0)",
    "V17": "CASE WHEN v.records > 0 OR v.missed > 0 THEN v.missed END",
    "V18": "COALESCE(v.planned, 0)",
    "V19": (
        "CASE WHEN k.yishang_date_next_contact IS NOT NULL THEN "
        "GREATEST(%(day)s - k.yishang_date_next_contact, 0) END"
    ),
    "V20": "100.0 * v.located::float8 / NULLIF(v.visits, 0)",
    "V21": "v.minutes",
    "V22": "100.0 * v.with_next::float8 / NULLIF(v.records_year, 0)",
    "V23": "100.0 * v.on_leads::float8 / NULLIF(v.records_year, 0)",
    "V24": "v.records_year::float8 / NULLIF(t.orders_year, 0)",
    "S01": "COALESCE(s.cases_year, 0)::float8 / NULLIF(t.orders_year, 0)",
    "S02": "CASE WHEN t.orders > 0 OR s.cases > 0 THEN COALESCE(s.complaints, 0) END",
    "S03": "100.0 * s.complaints::float8 / NULLIF(s.cases_year, 0)",
    "S04": "CASE WHEN t.orders > 0 OR s.cases > 0 THEN COALESCE(s.open, 0) END",
    "S05": (
        "CASE WHEN t.orders > 0 OR s.cases > 0 THEN COALESCE(s.complaints_open, 0) END"
    ),
    "S06": "floor(EXTRACT(EPOCH FROM s.open_age)::float8 / 86400)",
    "S07": "floor(EXTRACT(EPOCH FROM %(until)s - s.last_complaint)::float8 / 86400)",
    "S08": "s.rating",
    "S09": "s.rating_min",
    "S10": "100.0 * s.rated::float8 / NULLIF(s.closed, 0)",
    "S11": "100.0 * s.kept",
    "S12": "s.hours_to_respond",
    "S13": "s.hours_to_solve",
    "S14": "100.0 * s.reopened::float8 / NULLIF(s.cases_year, 0)",
    "S15": "CASE WHEN s.cases_year > 0 THEN COALESCE(s.hours, 0) END",
    "S16": "CASE WHEN s.cases_year > 0 THEN COALESCE(s.compensation, 0) END",
    "S17": "100.0 * s.by_portal::float8 / NULLIF(s.cases_year, 0)",
    "S18": "100.0 * s.urgent::float8 / NULLIF(s.cases_year, 0)",
    "S19": "CASE WHEN s.cases_year > 0 THEN s.products END",
    "S20": "CASE WHEN s.cases_year > 0 THEN s.escalated END",
}
