"""How much data each size of the benchmark holds."""

from typing import NamedTuple


class Size(NamedTuple):
    """Numbers of records.

    :param customers: companies with the customer flag
    :param contacts: persons below them
    :param orders: sales orders, with two lines each on average
    :param lines: lines of those orders
    """

    name: str
    customers: int
    contacts: int
    orders: int
    lines: int


BIG = Size("big", 1_000_000, 250_000, 2_000_000, 4_000_000)
SMALL = Size("small", *(number // 100 for number in BIG[1:]))
SIZES = {size.name: size for size in (SMALL, BIG)}
