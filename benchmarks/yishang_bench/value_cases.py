"""What is timed of value runs: all customers, beside one pass of the same SQL.

The limit prepares each aspect once for all customers, measures, grades and stores
everything in single statements: without batches, commits, history, progress or a way to
go on after it was stopped. Both find the grades of customers as they are: writing those
of everybody, which happens once, is timed by itself. Afterwards one customer in a
hundred has bought more, and the run is done again.
"""

import resource
import time
from datetime import date
from unittest.mock import patch

from . import host
from .console import say

# The last day of what the databases are filled with.
DAY = date(2025, 12, 31)
EVERYBODY = 1_000_000_000
STORE = """
INSERT INTO bench_value_score SELECT nextval('crm_yishang_value_score_id_seq'),
    result.*, partner.yishang_customer_id, partner.yishang_scope_key,
    partner.yishang_scope_region_id,
    CASE WHEN score >= %s THEN 'a' WHEN score >= %s THEN 'b'
        WHEN score >= %s THEN 'c' ELSE 'd' END
FROM crm_yishang_value_result result
JOIN res_partner partner ON partner.id = result.partner_id
WHERE result.run_id = %s
"""
GRADES = """
UPDATE res_partner partner SET yishang_grade = stored.grade
FROM bench_value_score stored
WHERE stored.partner_id = partner.id
    AND partner.yishang_grade IS DISTINCT FROM stored.grade
"""
# Like the indexes of the scores.
INDEXES = (
    "CREATE UNIQUE INDEX ON bench_value_score (partner_id, run_id)",
    "CREATE INDEX ON bench_value_score (yishang_scope_key, run_id, rank, id)",
    "CREATE INDEX ON bench_value_score (yishang_scope_region_id, run_id, rank, id)",
    "CREATE INDEX ON bench_value_score (run_id, rank, id)",
    "CREATE INDEX ON bench_value_score (yishang_customer_id)",
)


def measure(name, small):
    """Return what runs over both databases take.

    :return: ``{"big": …, "small": …, "growth": seconds a customer, big ÷ small}``
    """
    result = {"small": measure_database(small), "big": measure_database(name)}
    costs = [
        result[size]["first"]["seconds"] / result[size]["first"]["customers"]
        for size in ("big", "small")
    ]
    return {**result, "growth": costs[0] / costs[1]}


def measure_database(name):
    """Return seconds of the limit, of the first run, and of one after few changes."""
    with host.request(name, 1) as env:
        _forget(env)
        limit = measure_limit(env)
        _forget(env)
        first = measure_run(env)
        changed = _change_some(env)
        second = measure_run(env)
        result = {
            "database": name,
            "limit": limit,
            "first": first,
            "changed": changed,
            "second": second,
            "slower": first["seconds"] / limit["seconds"],
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    say(
        f"{name}: {first['customers']} customers, {first['indicators']} indicators: "
        f"limit {limit['seconds']:.1f} s (grades {limit['grades']:.1f} s), "
        f"run {first['seconds']:.1f} s "
        f"({result['slower']:.2f}×), again {second['seconds']:.1f} s; "
        f"{result['megabytes']} MB"
    )
    return result


def _forget(env):
    """Begin as if nobody had been valued."""
    cr = env.cr
    for table in ("score", "history", "detail", "result"):
        cr.execute(f"TRUNCATE crm_yishang_value_{table}")
    cr.execute("DELETE FROM crm_yishang_value_run")
    _commit(env)
    _vacuum(env)


def _vacuum(env):
    """Do what the database does by itself in the time between two nights."""
    _commit(env)
    connection = env.cr._cnx
    connection.autocommit = True
    for table in ("res_partner", "crm_yishang_value_score"):
        env.cr._obj.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def _commit(env):
    env.cr.commit()
    env.invalidate_all(flush=False)


def measure_run(env):
    """Do a whole run; return seconds, in all and by phase."""
    run = env["crm.yishang.value.run"].create({"date": DAY})
    _commit(env)
    phases, more, started = {}, True, time.perf_counter()
    while more:
        phase, since = run.phase or "begin", time.perf_counter()
        more = run._advance()
        _commit(env)
        phases[phase] = phases.get(phase, 0) + time.perf_counter() - since
    seconds = time.perf_counter() - started
    result = {
        "seconds": seconds,
        "phases": phases,
        "customers": run.customer_count,
        "indicators": len(run._get_indicators()),
        "changed": run.changed_count,
        "grades": [run[f"count_{grade}"] for grade in "abcd"],
    }
    _vacuum(env)
    return result


def measure_limit(env):
    """Measure, grade and store everything at once; return the seconds it takes."""
    from odoo.addons.crm_yishang.models import crm_yishang_value_measure as module

    cr = env.cr
    cr.execute("DROP TABLE IF EXISTS bench_value_score")
    cr.execute(
        "CREATE TABLE bench_value_score AS SELECT 0 AS id, result.*,"
        " 0 AS yishang_customer_id, 0 AS yishang_scope_key,"
        " 0 AS yishang_scope_region_id, 'a' AS grade"
        " FROM crm_yishang_value_result result WITH NO DATA"
    )
    for index in INDEXES:
        cr.execute(index)
    run = env["crm.yishang.value.run"].create({"date": DAY})
    run._begin()
    _commit(env)
    started = time.perf_counter()
    with patch.object(module, "BATCH", EVERYBODY):
        env["crm.yishang.value.measure"]._measure(run)
    found = env["crm.yishang.value.grader"]._grade(run)
    cr.execute(STORE, [run.limit_a, run.limit_b, run.limit_c, run.id])
    cr.commit()
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    cr.execute(GRADES)
    cr.commit()
    grades = time.perf_counter() - started
    cr.execute("DROP TABLE bench_value_score")
    run.state = "failed"
    _commit(env)
    return {
        "seconds": seconds,
        "grades": grades,
        "customers": found["customer_count"],
    }


def _change_some(env):
    """Make the last order of one customer in a hundred ten percent dearer."""
    env.cr.execute(
        """
        UPDATE sale_order document SET amount_untaxed = amount_untaxed * 1.1
        FROM (
            SELECT max(id) AS id FROM sale_order
            WHERE state = 'sale' AND yishang_customer_id % 100 = 7
            GROUP BY yishang_customer_id
        ) last WHERE last.id = document.id
        """
    )
    changed = env.cr.rowcount
    _commit(env)
    return changed
