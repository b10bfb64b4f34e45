"""What a spreadsheet cell means in a column of numbers, whatever way it was typed."""

import math
import re
import unicodedata

from .cells import CellError, clean_line

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"万": 10_000, "亿": 100_000_000}


def clean_number(value):
    """Return a number; thousands separators, currency signs, 万 and 亿 are read.

    >>> clean_number("￥1,200.50"), clean_number("１２０万"), clean_number(3)
    (1200.5, 1200000.0, 3.0)
    >>> clean_number("many")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: number
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = clean_line(value)
    if text is None:
        return None
    text = unicodedata.normalize("NFKC", text).strip("¥元 ").replace(",", "")
    unit = _UNITS.get(text[-1:], 1)
    text = text.rstrip("万亿 ")
    if not _NUMBER.fullmatch(text):
        raise CellError("number")
    number = float(text) * unit
    if not math.isfinite(number):
        raise CellError("number")
    return number


def clean_positive(value):
    """Return a number that is not negative, or None.

    >>> clean_positive("-1")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: negative
    """
    number = clean_number(value)
    if number is not None and number < 0:
        raise CellError("negative")
    return number


def clean_integer(value):
    """Return a whole number, or None.

    >>> clean_integer("10"), clean_integer(10.0)
    (10, 10)
    >>> clean_integer(1.5)
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: number
    """
    number = clean_number(value)
    if number is None:
        return None
    if not number.is_integer() or abs(number) > 2**31 - 1:
        raise CellError("number")
    return int(number)
