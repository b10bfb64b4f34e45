"""The parts of the benchmark, each with what is wanted of it.

To be imported once Odoo is configured.
"""

from typing import NamedTuple

from . import (
    handover,
    hierarchy,
    imports,
    open_report_cases,
    order,
    receivable_cases,
    reclaim,
    report_cases,
    segment_cases,
    supervision_cases,
    targets,
    value_cases,
    workbench_cases,
    workbench_fill,
)
from .cases import Cases
from .measure import measure as measure_cases
from .visit_cases import VisitCases


class Run(NamedTuple):
    """What is measured: databases, and how often.

    :param small: the small database beside the big one; None if only that is measured
    """

    name: str
    stock: str
    small: str | None
    rounds: int


def measure(run, names):
    """Return the results of the parts with these names, and ``missed``: sentences.

    Targets hold in the big database; the small one shows whether all of it works.
    """
    result, missed = {}, []
    for name in names:
        if run.small or name not in BIG_ONLY:
            result[name], sentences = PARTS[name](run)
            missed += sentences
    return {**result, "missed": missed if run.small else []}


def _measure_rows(run, cases, check):
    rows = measure_cases(cases, run.rounds)
    return rows, [sentence for row in rows for sentence in check(row)]


def _measure_screens(run):
    cases = Cases(run.name, run.stock, run.small)
    return _measure_rows(run, cases, targets.check_row)


def _measure_visits(run):
    visits = VisitCases(run.name, run.small)
    cases = [*visits, *supervision_cases.iter_cases(run.name, run.small)]
    return _measure_rows(run, cases, targets.check_visit_row)


def _measure_receivables(run):
    cases = receivable_cases.iter_cases(run.name, run.small or run.name)
    rows = measure_cases(cases, run.rounds)
    return rows, list(targets.check_receivables(rows))


def _measure_reports(run):
    result = {
        "reports": [
            *open_report_cases.measure(run.name, run.rounds),
            *report_cases.measure(run.name, run.stock, run.rounds),
        ],
        "refresh": report_cases.measure_refresh(run.name),
    }
    return result, list(targets.check_reports(result))


def _measure_workbench(run):
    small = run.small or run.name
    for name in {run.name, small}:
        workbench_fill.ensure(name)
    cases = workbench_cases.iter_cases(run.name, small)
    return _measure_rows(run, cases, targets.check_workbench)


def _measure_segments(run):
    cases = segment_cases.iter_cases(run.name, run.small or run.name)
    rows = measure_cases(cases, run.rounds)
    return rows, list(targets.check_segments(rows))


def _measure_hierarchy(run):
    return hierarchy.measure(run.name), []


def _measure_import(run):
    result = imports.measure(run.name, run.stock)
    return result, list(targets.check_import(result))


def _measure_order(run):
    result = order.measure(run.name, run.stock, 3 * run.rounds)
    return result, list(targets.check_order(result))


def _measure_reclaim(run):
    return reclaim.measure(run.name), []


def _measure_value(run):
    result = value_cases.measure(run.name, run.small or run.name)
    return result, list(targets.check_value(result))


def _measure_handover(run):
    result = handover.measure(run.name, run.stock)
    return result, list(targets.check_handover(result))


PARTS = {
    "screens": _measure_screens,
    "visits": _measure_visits,
    "receivables": _measure_receivables,
    "reports": _measure_reports,
    "workbench": _measure_workbench,
    "segments": _measure_segments,
    "hierarchy": _measure_hierarchy,
    "import": _measure_import,
    "order": _measure_order,
    "reclaim": _measure_reclaim,
    "value": _measure_value,
    "handover": _measure_handover,
}
BIG_ONLY = frozenset(("visits", "reclaim", "handover"))
