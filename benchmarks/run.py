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
    "reports",
    "value",
    "workbench",
    "segments",
    "hierarchy",
    "import",
    "order",
    "reclaim",
    "handover",
)
# Parts that measure the copy without the addon, too.
BESIDE_STOCK = {"screens", "reports", "import", "order", "handover"}
OUTPUT = databases.ROOT / ".local"


def main():
    """Fill what is missing, measure, judge."""
    options = parse_arguments()
    host.start()
    size = SIZES[options.size]
    name = f"{options.database}_{size.name}"
    small = None if size is SMALL else f"{options.database}_{SMALL.name}"
    with_stock = not BESIDE_STOCK.isdisjoint(options.only)
    prepare(options.database, size, name, with_stock)
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


def prepare(template, size, name, with_stock):
    """Fill the database of a size and uninstall the addon from a copy of it."""
    from yishang_bench import fill, instalments, stock, visits

    fill.ensure(template, name, size)
    visits.ensure(name, size)
    instalments.ensure(name)
    if with_stock:
        stock.ensure(name, f"{name}_stock")


def measure(options, name, small):
    """Return the results of the parts that were asked for."""
    from yishang_bench import parts

    run = parts.Run(name, f"{name}_stock", small, options.rounds)
    return parts.measure(run, options.only)


if __name__ == "__main__":
    sys.exit(main())
