"""Taking the times of all cases, and the table of what came of it."""

from . import timing
from .console import say

HEADER = (
    f"{'':28}{'':13}{'limit':>8}{'ours':>9}{'stock':>10}{'SQL':>9}"
    f"{'ours÷':>8}{'stock÷':>8}{'small→':>8}{'':>8}\n"
    f"{'':28}{'':13}{'ms':>8}{'ms':>9}{'ms':>10}{'ours/st.':>9}"
    f"{'limit':>8}{'ours':>8}{'big':>8}{'load':>8}"
)


class MismatchError(Exception):
    """Two sides that should show the same customers do not."""


def measure(cases, rounds):
    """Time all cases, print the table and return its rows."""
    say(f"Medians of {rounds} runs in turns\n{HEADER}")
    rows = []
    for case in cases:
        rows.append(make_row(case, timing.interleave(rounds, **case.things)))
        say_row(rows[-1])
    return rows


def make_row(case, series):
    """Return one row of the table as plain values.

    :return: ``{"title", "kind", "person", "ms": {side: median}, "runs": {side: all},
        "statements": {side: number}, "found": customers counted, "slower": ours ÷
        limit, "faster": stock ÷ ours, "growth": ours ÷ small, "load": average}``;
        a ratio is None where one of its sides is not measured
    """
    ours = series["ours"]
    if "limit" in series:
        _check_same(case, ours.result, series["limit"].result)
    return {
        "title": case.title,
        "kind": case.kind,
        "person": case.person,
        "ms": {side: round(one.milliseconds, 2) for side, one in series.items()},
        "runs": {side: one.runs for side, one in series.items()},
        "statements": {side: one.statements for side, one in series.items()},
        "found": ours.result["length"] if "limit" in series else None,
        "slower": _divide(ours, series.get("limit")),
        "faster": _divide(series.get("stock"), ours),
        "growth": _get_growth(ours, series.get("small")),
        "load": timing.read_load(),
    }


def say_row(row):
    """Print one row of the table."""
    texts = [f"{row['title']:28}{row['person']:13}"]
    texts += [_format(row["ms"].get(side), 1) for side in ("limit", "ours", "stock")]
    statements = row["statements"]
    texts.append(f"{statements['ours']}/{statements.get('stock', '–')}".rjust(9))
    texts += [_format(row[ratio], 1) for ratio in ("slower", "faster")]
    texts += [_format(row["growth"], 2), _format(row["load"], 1)]
    say(" ".join(texts))


def _check_same(case, ours, rows):
    """Check that the hand-written SQL shows what our list shows."""
    page, ((count,),) = rows
    ids = [record["id"] for record in ours["records"]]
    # An empty page does not count.
    if ids != [row[0] for row in page] or (ids and count != ours["length"]):
        raise MismatchError(
            f"{case.title}, {case.person}: our list and the limit differ:"
            f" {ours['length']} and {count} customers"
        )


def _get_growth(ours, small):
    """Return how times grow with the data, where both show as many records."""
    if small and _count_shown(ours.result) == _count_shown(small.result) > 0:
        return _divide(ours, small)
    return None


def _count_shown(result):
    return len(result["records"] if isinstance(result, dict) else result)


def _divide(one, other):
    if one and other:
        return round(one.milliseconds / other.milliseconds, 2)
    return None


def _format(number, digits):
    return f"{'–':>8}" if number is None else f"{number:8.{digits}f}"
