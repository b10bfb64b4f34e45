"""The nightly job of the public pool: 100,000 customers whose day has come.

The job's own steps, one after the other, each of which a real run commits; here all of
it is rolled back.
"""

import statistics
import time

from . import databases, host
from .console import say

CUSTOMERS = 100_000
LEFT_BEHIND = (
    "res_partner",
    "sale_order",
    "crm_yishang_visit",
    "crm_yishang_ownership_change",
    "crm_yishang_ownership_item",
)


def measure(database):
    """Work out the dates of all customers, and reclaim until 100,000 have moved.

    :return: ``{"customers", "dates": seconds for all customers, "reclaim": seconds,
        "batches", "first": seconds of the first ten batches each, "last": likewise,
        "statements": of one batch, "twice": customers moved more than once}``
    """
    with host.request(database) as env:
        _make_due(env)
        dates = _time(lambda: env["crm.yishang.pool.clock"]._refresh_all())
        moved, seconds, statements = 0, [], []
        while moved < CUSTOMERS:
            count, before = [0], env.cr.sql_log_count
            seconds.append(_time(lambda count=count: count.insert(0, _reclaim(env))))
            statements.append(env.cr.sql_log_count - before)
            assert count[0], "Fewer customers are due than are to be measured"
            moved += count[0]
        twice = _count_twice(env)
    databases.vacuum(database, *LEFT_BEHIND)
    result = {
        "customers": moved,
        "dates": round(dates, 1),
        "reclaim": round(sum(seconds), 1),
        "batches": len(seconds),
        "first": round(statistics.mean(seconds[:10]), 2),
        "last": round(statistics.mean(seconds[-10:]), 2),
        "statements": max(statements),
        "twice": twice,
    }
    say(
        "Public pool: dates of all customers {dates} s; {customers:,} due ones"
        " {reclaim} s in {batches} batches of {first} s at first and {last} s at last,"
        " at most {statements} statements each; moved twice: {twice}".format(**result)
    )
    return result


def _make_due(env):
    """Have one rule for all: whoever has not ordered for a day is due."""
    env["crm.yishang.pool.rule"].search([]).active = False
    env.company.yishang_is_reclaimed = True
    provinces = env["crm.yishang.region"].search([("parent_id", "=", False)], limit=2)
    env["crm.yishang.pool.rule"].create(
        {
            "name": "Benchmark",
            "days_order": 1,
            "date_start": "2020-01-01",
            "region_ids": provinces.ids,
        }
    )


def _reclaim(env):
    count = env["crm.yishang.pool.job"]._reclaim_batch()
    env.flush_all()
    env.invalidate_all()
    return count


def _count_twice(env):
    """Return how many customers the run moved more than once."""
    env.cr.execute(
        """
        SELECT count(*) FROM (
            SELECT customer_id FROM crm_yishang_ownership_change
            WHERE kind = 'reclaim' GROUP BY customer_id HAVING count(*) > 1
        ) twice
        """
    )
    return env.cr.fetchone()[0]


def _time(action):
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
