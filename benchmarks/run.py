#!/usr/bin/env python3
"""Benchmark of crm_yishang beside stock Odoo and hand-written SQL.

usage: run.py [--size small|big] [--database NAME] [--rounds N] [--only part ...]

Odoo is configured by ODOO_RC, PostgreSQL found by PGHOST, PGPORT and PGUSER. NAME is
a fresh database with the addon. What is measured are copies of it: NAME_small and
NAME_big with their data, NAME_small_stock and NAME_big_stock without the addon. They
are kept, and filled again when the generator changes.
"""

import argparse
import json
import platform
import sys
import time

from yishang_bench import databases, host
from yishang_bench.console import say
from yishang_bench.sizes import SIZES, SMALL

PARTS = (
    "screens",
    "visits",
    "receivables",
    "hierarchy",
    "import",
    "reclaim",
    "handover",
)
OUTPUT = databases.ROOT / ".local"


def main():
    """Fill what is missing, measure, judge."""
    options = parse_arguments()
    host.start()
    size = SIZES[options.size]
    name = f"{options.database}_{size.name}"
    small = None if size is SMALL else f"{options.database}_{SMALL.name}"
    prepare(options.database, size, name)
    if small:
        prepare(options.database, SMALL, small, with_stock=False)
    result = {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "size": size._asdict(),
        "machine": {"python": platform.python_version(), **databases.describe_server()},
        **measure(options, name, small),
    }
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"benchmark_{size.name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    say(f"Written to {path}")
    for sentence in result["missed"]:
        say(f"MISSED {sentence}")
    if not result["missed"]:
        say("All targets are met")
    return 1 if result["missed"] else 0


def parse_arguments():
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=list(SIZES), default=SMALL.name)
    parser.add_argument("--database", default="yishang_bench")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each screen")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def prepare(template, size, name, with_stock=True):
    """Fill the database of a size and uninstall the addon from a copy of it."""
    from yishang_bench import fill, instalments, stock, visits

    fill.ensure(template, name, size)
    visits.ensure(name, size)
    instalments.ensure(name)
    if with_stock:
        stock.ensure(name, f"{name}_stock")


def measure(options, name, small):
    """Return the results of all parts, and ``missed``: sentences on the targets.

    Targets hold in the big database; the small one shows whether all of it works.
    """
    from yishang_bench import (
        handover,
        hierarchy,
        imports,
        reclaim,
        supervision_cases,
        targets,
    )
    from yishang_bench.cases import Cases
    from yishang_bench.measure import measure as measure_cases
    from yishang_bench.visit_cases import VisitCases

    stock, result, missed = f"{name}_stock", {}, []
    if "screens" in options.only:
        result["screens"] = measure_cases(Cases(name, stock, small), options.rounds)
        for row in result["screens"]:
            missed += targets.check_row(row)
    if "visits" in options.only and small:
        cases = [*VisitCases(name, small), *supervision_cases.iter_cases(name, small)]
        result["visits"] = measure_cases(cases, options.rounds)
        for row in result["visits"]:
            missed += targets.check_visit_row(row)
    if "receivables" in options.only:
        result["receivables"] = measure_receivables(options, name, small or name)
        missed += targets.check_receivables(result["receivables"])
    if "hierarchy" in options.only:
        result["hierarchy"] = hierarchy.measure(name)
    if "import" in options.only:
        result["import"] = imports.measure(name, stock)
        missed += targets.check_import(result["import"])
    if "reclaim" in options.only and small:
        result["reclaim"] = reclaim.measure(name)
    if "handover" in options.only and small:
        result["handover"] = handover.measure(name, stock)
        missed += targets.check_handover(result["handover"])
    return {**result, "missed": missed if small else []}


def measure_receivables(options, name, small):
    """Return the rows of the receivables by salesperson, for each of the people."""
    from yishang_bench import receivable_cases
    from yishang_bench.measure import measure as measure_cases

    return measure_cases(receivable_cases.iter_cases(name, small), options.rounds)


if __name__ == "__main__":
    sys.exit(main())
