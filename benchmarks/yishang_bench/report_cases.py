"""What is timed of sales reports: a year of each, beside stock's and its limit.

The limit is hand-written SQL on the totals: on the cube by month for reports without
product, on the fact for a page of those with it, added up along the tree by region.
Stock groups ``sale.report`` by the same, for literal ids of the same people.
"""

import time
from statistics import median
from typing import NamedTuple

from psycopg2 import sql

from . import host, personas
from .console import say
from .timing import Measure, Statements, interleave

FIRST, LAST = "2025-01-01", "2025-12-31"
PAGE = 5_000
# What stock answers within so many seconds is asked for several times.
QUICK, STOCK_ROUNDS = 1, 5
# Report, and what stock groups by for the same.
REPORTS = {
    "sales-people": ("user_id", "region_id"),
    "sales-regions": ("region_id",),
    "sales-ranking": ("user_id",),
    "product-people": ("user_id", "product_id", "region_id"),
    "product-regions": ("region_id", "product_id"),
}
STOCK_NAMES = {"region_id": "state_id"}
LIMIT = sql.SQL(
    "SELECT {keys}, sum(amount_untaxed), sum(amount_total) FROM {table}"
    " WHERE date BETWEEN {first} AND {last} AND {seen} GROUP BY {keys}"
)
# Regions with all below them.
ROLLED = sql.SQL(
    """
    WITH part (region_id, product_id, untaxed, total) AS MATERIALIZED ({parts})
    SELECT upper.id, product_id, sum(untaxed), sum(total)
    FROM part
    JOIN crm_yishang_region below ON below.id = region_id
    CROSS JOIN LATERAL
        unnest(string_to_array(trim(BOTH '/' FROM below.parent_path), '/')) upper (id)
    GROUP BY 1, 2 ORDER BY 1, 2 LIMIT {page}
    """
)
SEEN = sql.SQL("(user_id = ANY({}) OR region_id = ANY({}::int[]))")
DIRTY = 1_000


class Report(NamedTuple):
    """One report over a year, as one person asks for it.

    :param limit: rows of a page, or None for all
    """

    database: str
    user_id: int
    code: str
    limit: int | None

    def run(self):
        """Answer the request in a transaction of its own; return a ``Measure``."""
        with host.request(self.database, self.user_id) as env:
            center = env["crm.yishang.report.center"]
            source = center._get_source(self.code)
            criteria = center._get_criteria(
                source, {"date_from": FIRST, "date_to": LAST}
            )
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            rows = source._get_rows(criteria, self.limit)
            seconds = time.perf_counter() - started
            return Measure(seconds, env.cr.sql_log_count - statements, len(rows))


class Stock(NamedTuple):
    """The same from ``sale.report``, cut to the same people and regions."""

    database: str
    user_id: int
    names: tuple
    owners: list
    sees_all: bool

    def run(self):
        """Answer the request in a transaction of its own; return a ``Measure``."""
        domain = [("date", ">=", FIRST), ("date", "<=", LAST), ("state", "=", "sale")]
        if not self.sees_all:
            domain.append(("user_id", "in", self.owners))
        with host.request(self.database) as env:
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            rows = env["sale.report"].formatted_read_group(
                domain, list(self.names), ["price_subtotal:sum", "price_total:sum"]
            )
            seconds = time.perf_counter() - started
            return Measure(seconds, env.cr.sql_log_count - statements, len(rows))


def measure(database, stock, rounds):
    """Time the reports of all people, print the table and return its rows.

    Stock's director waits for a minute: then stock is asked once.

    :return: ``[{"code", "person", "ms": {side: milliseconds}, "slower", "faster"}]``
    """
    say(f"{'report':18}{'person':13}{'limit':>9}{'ours':>9}{'stock':>10}{'SQL':>5}")
    rows = []
    for person in personas.load(database):
        for code, names in REPORTS.items():
            is_paged = code.startswith("product")
            ours = Report(database, person.user_id, code, PAGE if is_paged else None)
            limit = Statements(database, [_get_limit(person, names, is_paged)])
            series = interleave(rounds, ours=ours, limit=limit)
            theirs = _ask_stock(stock, person, names)
            rows.append(make_row(code, person, series, theirs))
    return rows


def measure_refresh(database):
    """Count 1,000 orders again, beside the statement that does it.

    :return: ``{"ms": {"ours", "limit"}, "slower"}``
    """
    with host.request(database) as env:
        env.cr.execute(
            "INSERT INTO crm_yishang_total_dirty (order_number)"
            " SELECT id FROM sale_order WHERE state = 'sale' AND id %% 7 = 0 LIMIT %s",
            [DIRTY],
        )
        env.cr.commit()
    series = interleave(3, ours=Refresh(database, True), limit=Refresh(database, False))
    with host.request(database) as env:
        env.cr.execute("TRUNCATE crm_yishang_total_dirty")
        env.cr.commit()
    times = {side: round(one.milliseconds, 1) for side, one in series.items()}
    result = {"ms": times, "slower": round(times["ours"] / times["limit"], 2)}
    say(f"{DIRTY} dirty orders: {times}, {result['slower']}×")
    return result


class Refresh(NamedTuple):
    """The job on the orders in the queue, or the bare upsert; rolled back."""

    database: str
    is_ours: bool

    def run(self):
        """Return a ``Measure``; its result is the number of orders."""
        with host.request(self.database) as env:
            totals = env["crm.yishang.total"]
            ids = env["crm.yishang.total.dirty"]._get_pending()
            upsert = totals._sql_settle(ids)
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            if self.is_ours:
                totals._refresh()
            else:
                env.cr.execute(upsert)
            seconds = time.perf_counter() - started
            return Measure(seconds, env.cr.sql_log_count - statements, len(ids))


def _get_limit(person, names, is_paged):
    seen = sql.SQL("TRUE")
    if not person.sees_all:
        seen = SEEN.format(sql.Literal(person.owners), sql.Literal(person.regions))
    table = "crm_yishang_product_total" if is_paged else "crm_yishang_sales_month"
    statement = LIMIT.format(
        keys=sql.SQL(", ").join(map(sql.Identifier, names)),
        table=sql.Identifier(table),
        first=sql.Literal(FIRST),
        last=sql.Literal(LAST),
        seen=seen,
    )
    if names == REPORTS["product-regions"]:
        return ROLLED.format(parts=statement, page=sql.Literal(PAGE))
    if is_paged:
        order = sql.SQL(", ").join(map(sql.Identifier, names))
        statement += sql.SQL(" ORDER BY {} LIMIT {}").format(order, sql.Literal(PAGE))
    return statement


def _ask_stock(database, person, names):
    names = tuple(STOCK_NAMES.get(name, name) for name in names)
    stock = Stock(database, person.user_id, names, person.owners, person.sees_all)
    seconds = [stock.run().seconds]
    while seconds[-1] < QUICK and len(seconds) < STOCK_ROUNDS:
        seconds.append(stock.run().seconds)
    return median(seconds) * 1000


def make_row(code, person, series, theirs=None):
    """Print and return a row of the result, ``theirs`` None without stock's."""
    ours, limit = series["ours"], series["limit"]
    row = {
        "code": code,
        "person": person.name,
        "found": ours.result,
        "ms": {
            "ours": round(ours.milliseconds, 1),
            "limit": round(limit.milliseconds, 1),
            "stock": round(theirs or 0, 1),
        },
        "statements": ours.statements,
        "slower": round(ours.milliseconds / limit.milliseconds, 2),
        "faster": round(theirs / ours.milliseconds, 1) if theirs else None,
    }
    times = row["ms"]
    say(
        f"{code:18}{person.name:13}{times['limit']:9.1f}{times['ours']:9.1f}"
        f"{times['stock']:10.1f}{ours.statements:5} {row['slower']:6.2f}×"
        f" {row['faster'] or 0:7.1f}× {ours.result} rows"
    )
    return row
