"""Quintiles and Pareto shares as a script would find them, by numpy."""

from typing import NamedTuple

import numpy as np


class Pareto(NamedTuple):
    """Who brings the revenue, as arrays over all customers.

    :param vital: the fewest that together bring the vital part
    :param classes: "a", "b" or "c", None without revenue
    :param share: part of the revenue, 0 without
    :param reached: part brought by a customer and all with more, NaN without a whole
    """

    vital: np.ndarray
    classes: list
    share: np.ndarray
    reached: np.ndarray


def get_quintiles(values):
    """Return 1 to 5 for each value: how many of all it is ahead of."""
    values = np.asarray(values)
    ahead = np.searchsorted(np.sort(values), values, side="left")
    return list(map(int, 1 + 5 * ahead // max(len(values), 1)))


def get_pareto(revenues, vital=80, cuts=(80, 95)):
    """Return the ``Pareto`` of revenues in the order of customers.

    Whole hundredths and percents, so that nothing is rounded.

    :param revenues: numbers with two digits at most, None without orders
    """
    known = np.array([revenue is not None for revenue in revenues], dtype=bool)
    cents = np.array([round(100 * (revenue or 0)) for revenue in revenues], dtype=int)
    # Those without orders come last, whatever others returned.
    order = np.lexsort((np.arange(len(cents)), -cents, ~known))
    reached = np.empty_like(cents)
    reached[order] = np.cumsum(cents[order])
    whole, before = cents.sum(), reached - cents
    earns = known & (cents > 0)
    names = np.select(
        [earns & (before * 100 < cut * whole) for cut in cuts], ["a", "b"], default="c"
    )
    part = np.full(len(cents), np.nan)
    if whole:
        part = reached / whole
    return Pareto(
        vital=earns & (before * 100 < vital * whole),
        classes=[
            str(name) if one else None for name, one in zip(names, known, strict=True)
        ],
        share=cents / whole if whole else np.zeros(len(cents)),
        reached=part,
    )
