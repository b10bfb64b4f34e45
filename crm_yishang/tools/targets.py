"""What a target is measured by."""

from datetime import date
from typing import NamedTuple

KINDS = ("amount", "receipt", "customer", "visit")
MONEY_KINDS = frozenset(("amount", "receipt"))
MONTHS = {"year": 12, "quarter": 3, "month": 1}


class Goal(NamedTuple):
    """Whose result of which kind in which days is asked for.

    :param axis: ``company``, ``region`` or ``user``: what ``keys`` are ids of
    :param keys: whose documents count; a region counts with its own alone
    :param first, last: days, both included
    """

    kind: str
    axis: str
    keys: tuple
    company_id: int
    first: date
    last: date
