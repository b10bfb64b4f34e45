"""What is timed of value runs: all customers, beside the same by hand.

The limit is ``value_limit``; both store the same, which is counted. Writing the grades
onto customers, all of which a database sees once, is timed by itself: the limit writes
those of the first half of the customers, the run those of the others. Afterwards one
customer in a hundred has bought more, and the run is done again.
"""

import resource
import time
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from . import bulk, databases, host
from .console import say

# The last day of what the databases are filled with.
DAY = date(2025, 12, 31)


def measure(name, small):
    """Return what runs over both databases take.

    :return: ``{"big": …, "small": …, "growth": seconds a customer, big ÷ small}``
    """
    result = {"small": measure_database(small)}
    result["big"] = result["small"] if name == small else measure_database(name)
    costs = [
        result[size]["first"]["seconds"] / result[size]["first"]["customers"]
        for size in ("big", "small")
    ]
    return {**result, "growth": costs[0] / costs[1]}


def measure_database(name):
    """Return seconds of the limit, of the first run, and of one after few changes."""
    from . import value_limit

    reset_grades(name)
    with host.request(name, 1) as env:
        _forget(env)
        middle = _find_middle(env)
        limit = measure_limit(env, middle)
        first = measure_run(env)
        different = value_limit.count_differences(env)
        value_limit.drop_tables(env.cr)
        _commit(env)
        changed = _change_some(env)
        second = measure_run(env)
    result = {
        "database": name,
        "limit": limit,
        "first": first,
        "different": different,
        "changed": changed,
        "second": second,
        "slower": first["seconds"] / limit["seconds"],
        "grades_slower": first["grade_cost"] / limit["grade_cost"],
        "cheaper": first["seconds"] / second["seconds"],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    _tell(result)
    return result


def _tell(result):
    first, limit, second = result["first"], result["limit"], result["second"]
    say(
        f"{result['database']}: {first['customers']} customers,"
        f" {first['indicators']} indicators: limit {limit['seconds']:.1f} s"
        f" {_list(limit['parts'])}, run {first['seconds']:.1f} s"
        f" {_list(first['phases'])}: {result['slower']:.2f}×,"
        f" {result['different']} stored differently; grades of 1,000 customers:"
        f" limit {1000 * limit['grade_cost']:.3f} s,"
        f" run {1000 * first['grade_cost']:.3f} s; again after {result['changed']}"
        f" changes {second['seconds']:.1f} s {_list(second['phases'])},"
        f" {result['cheaper']:.1f}× cheaper; {result['megabytes']} MB of Python;"
        f" load {host.get_load():.1f}"
    )


def _list(parts):
    return "(" + ", ".join(f"{name} {took:.1f}" for name, took in parts.items()) + ")"


def reset_grades(name):
    """Take the grades of an earlier measurement from the customers.

    Afterwards the table is as if they had never been written.
    """
    with host.request(name) as env:
        if not env["crm.yishang.value.run"].search_count([("state", "=", "done")]):
            return
        say(f"Taking the grades from the customers of {name}")
        with bulk.unhindered(env.cr, "res_partner"):
            env.cr.execute(
                "UPDATE res_partner SET yishang_grade = NULL"
                " WHERE yishang_grade IS NOT NULL"
            )
        _commit(env)
    databases.vacuum(name, "res_partner", full=True)


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
    """Do a whole run; return seconds, in all and by phase, without those of grades."""
    run = env["crm.yishang.value.run"].create({"date": DAY})
    _commit(env)
    phases, more = {}, True
    with _timing_grades(env) as grades:
        while more:
            phase, since = run.phase or "begin", time.perf_counter()
            before = grades["seconds"]
            more = run._advance()
            _commit(env)
            took = time.perf_counter() - since - grades["seconds"] + before
            phases[phase] = phases.get(phase, 0) + took
    result = {
        "seconds": sum(phases.values()),
        "phases": phases,
        "customers": run.customer_count,
        "indicators": len(run._get_indicators()),
        "changed": run.changed_count,
        "grades": [run[f"count_{grade}"] for grade in "abcd"],
        "written": grades,
        "grade_cost": grades["seconds"] / (grades["rows"] or 1),
    }
    _vacuum(env)
    return result


@contextmanager
def _timing_grades(env):
    """Time the writing of grades, and count the customers that got another one."""
    writers = type(env["crm.yishang.value.writer"])
    original, told = writers._write_grades, {"rows": 0, "seconds": 0.0}

    def write(writer, run, last):
        started = time.perf_counter()
        told["rows"] += len(original(writer, run, last))
        told["seconds"] += time.perf_counter() - started

    with patch.object(writers, "_write_grades", write):
        yield told


def measure_limit(env, middle):
    """Have all of it done by hand, and the grades of customers up to an id written."""
    from . import value_limit

    run = env["crm.yishang.value.run"].create({"date": DAY})
    run._begin()
    _commit(env)
    result = value_limit.measure(env, run)
    written, seconds = value_limit.write_grades(env, 0, middle)
    run.state = "failed"
    _commit(env)
    return {
        **result,
        "written": {"rows": written, "seconds": seconds},
        "grade_cost": seconds / (written or 1),
    }


def _find_middle(env):
    """Return the id that half of the customers come before."""
    env.cr.execute(
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) FROM res_partner"
        " WHERE yishang_is_customer AND active"
    )
    return env.cr.fetchone()[0]


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
