"""What is timed of reports of what is there today: customers, receivables.

The limit is hand-written SQL: on the totals of customers all cells of a report, on the
open orders and instalments the page of those who owe most. Stock has nothing like them.
"""

from psycopg2 import sql

from . import host, personas
from .receivable_cases import AGES
from .report_cases import Report, make_row
from .timing import Statements, interleave

# Rows of the screen.
PAGE = 80
REPORTS = {
    "customer-region-types": ("region_id", "customer_type_id"),
    "customer-types": ("customer_type_id",),
    "customer-people": ("region_id", "user_id", "customer_type_id"),
    "customer-regions": ("region_id",),
}
SEEN = sql.SQL("({key} = ANY({keys}) OR {region} = ANY({regions}::int[]))")
CELLS = sql.SQL(
    "SELECT {keys}, sum(number) FROM crm_yishang_customer_total"
    " WHERE {seen} GROUP BY {keys}"
)
DEBTORS = sql.SQL(
    """
    WITH debtor AS MATERIALIZED (
        SELECT yishang_customer_id AS id, sum(yishang_amount_owed) AS owed,
            sum(amount_total) AS ordered, sum(yishang_amount_received) AS received
        FROM sale_order
        WHERE state = 'sale' AND (yishang_amount_owed != 0) IS TRUE
            AND company_id = {company} AND {seen}
        GROUP BY yishang_customer_id
        ORDER BY owed DESC LIMIT {page}
    )
    SELECT debtor.*, partner.name, aged.*
    FROM debtor
    LEFT JOIN res_partner partner ON partner.id = debtor.id
    LEFT JOIN LATERAL (
        SELECT {ages}
        FROM crm_yishang_instalment
        WHERE is_owed AND state != 'paid' AND yishang_customer_id = debtor.id
    ) aged ON TRUE
    ORDER BY debtor.owed DESC
    """
)


def measure(database, rounds):
    """Time a page of the reports for all people; return rows as reports of sales do."""
    rows = []
    for person in personas.load(database):
        for code in (*REPORTS, "receivables"):
            ours = Report(database, person.user_id, code, PAGE)
            limit = Statements(database, [_get_limit(database, person, code)])
            series = interleave(rounds, ours=ours, limit=limit)
            rows.append(make_row(code, person, series))
    return rows


def _get_limit(database, person, code):
    prefix = "" if code in REPORTS else "yishang_"
    seen = sql.SQL("TRUE")
    if not person.sees_all:
        seen = SEEN.format(
            key=sql.Identifier(f"{prefix}scope_key"),
            keys=sql.Literal(person.keys),
            region=sql.Identifier(f"{prefix}scope_region_id"),
            regions=sql.Literal(person.regions),
        )
    if code in REPORTS:
        keys = sql.SQL(", ").join(map(sql.Identifier, REPORTS[code]))
        return CELLS.format(keys=keys, seen=seen)
    with host.request(database) as env:
        today, company = env.company._yishang_get_day(), env.company.id
    return DEBTORS.format(
        company=sql.Literal(company),
        page=sql.Literal(PAGE),
        seen=seen,
        ages=AGES.format(today=sql.Literal(today)),
    )
