"""The best hand-written SQL for what a screen shows, on the same tables and indexes."""

from psycopg2 import sql

from .client import COUNT_LIMIT, PAGE

COLUMNS = sql.SQL(
    """
    SELECT partner.id, partner.name, partner.yishang_code,
        partner.yishang_type_id, type.name ->> 'zh_CN',
        partner.yishang_region_id, region.complete_name,
        partner.user_id, owner_partner.name,
        partner.phone, partner.yishang_date_last_contact,
        partner.yishang_date_next_contact, partner.yishang_grade
    FROM (
        SELECT id FROM ({rows}) rows
        ORDER BY complete_name, id DESC LIMIT {limit} OFFSET {offset}
    ) page
    JOIN res_partner partner ON partner.id = page.id
    LEFT JOIN crm_yishang_customer_type type ON type.id = partner.yishang_type_id
    LEFT JOIN crm_yishang_region region ON region.id = partner.yishang_region_id
    LEFT JOIN res_users owner ON owner.id = partner.user_id
    LEFT JOIN res_partner owner_partner ON owner_partner.id = owner.partner_id
    ORDER BY partner.complete_name, partner.id DESC
    """
)
COUNT = sql.SQL("SELECT count(*) FROM (SELECT FROM ({rows}) rows LIMIT {limit}) found")
CUSTOMERS = (
    "SELECT id, complete_name FROM res_partner"
    " WHERE yishang_is_customer IS TRUE AND active IS TRUE"
)
# The first customers of each of some values, in the order of the list.
FIRST_OF_EACH = sql.SQL(
    "SELECT first.* FROM unnest({values}) step(value) CROSS JOIN LATERAL ("
    + CUSTOMERS
    + " AND {column} = step.value AND {rest} {first}) first"
)
FIRST = sql.SQL("ORDER BY complete_name, id DESC LIMIT {limit}")
MATCHES = sql.SQL(
    "SELECT partner_id FROM crm_yishang_search"
    " WHERE crm_yishang_grams(content) @> crm_yishang_grams({text})"
    " AND content LIKE '%%' || {text} || '%%'"
)
FOUND = sql.SQL(
    "WITH found AS MATERIALIZED ({matches}) "
    + CUSTOMERS
    + " AND id IN (SELECT partner_id FROM found) AND {visible}"
)
TRUE, NONE = sql.SQL("TRUE"), sql.SQL("")


def list_page(person, mine, offset):
    """Return the statements of one page of customers and of their number."""
    first = FIRST.format(limit=sql.Literal(offset + PAGE))
    return [
        COLUMNS.format(
            rows=_get_rows(person, mine, first),
            limit=sql.Literal(PAGE),
            offset=sql.Literal(offset),
        ),
        COUNT.format(rows=_get_rows(person, mine), limit=sql.Literal(COUNT_LIMIT)),
    ]


def search_page(person, text):
    """Return the statements of the first page of what is found, and of its number."""
    matches = MATCHES.format(text=sql.Literal(text))
    rows = FOUND.format(matches=matches, visible=_get_visible(person))
    return [
        COLUMNS.format(rows=rows, limit=sql.Literal(PAGE), offset=sql.Literal(0)),
        COUNT.format(rows=rows, limit=sql.Literal(COUNT_LIMIT)),
    ]


def _get_rows(person, mine, first=NONE):
    """Return customers as a union of parts that exclude each other.

    :param first: order and limit of each part
    """
    if mine:
        return _get_first("yishang_scope_key", [person.user_id], TRUE, first)
    if person.sees_all:
        return sql.SQL(CUSTOMERS)
    keys, regions, customers = map(
        sql.Literal, (person.keys, person.regions, person.granted)
    )
    parts = [_get_first("yishang_scope_key", person.keys, TRUE, first)]
    others = sql.SQL("NOT yishang_scope_key = ANY({})").format(keys)
    if person.regions:
        parts.append(
            _get_first("yishang_scope_region_id", person.regions, others, first)
        )
        others += sql.SQL(
            " AND coalesce(NOT yishang_scope_region_id = ANY({}), TRUE)"
        ).format(regions)
    if person.granted:
        single = sql.SQL(CUSTOMERS + " AND id = ANY({}) AND {}")
        parts.append(single.format(customers, others))
    return sql.SQL(" UNION ALL ").join(parts)


def _get_first(column, values, rest, first):
    return FIRST_OF_EACH.format(
        values=sql.Literal(values),
        column=sql.Identifier(column),
        rest=rest,
        first=first,
    )


def _get_visible(person):
    """Return the condition that a customer is seen."""
    if person.sees_all:
        return TRUE
    return sql.SQL(
        "(yishang_scope_key = ANY({}) OR yishang_scope_region_id = ANY({}::int[])"
        " OR id = ANY({}::int[]))"
    ).format(*map(sql.Literal, (person.keys, person.regions, person.granted)))
