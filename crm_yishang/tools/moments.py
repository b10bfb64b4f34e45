"""When something was, as it stands in a cell: day and time of the clock."""

import datetime
import re
import unicodedata

from .cells import EXCEL_EPOCH, CellError, clean_date, clean_line

_TIME = re.compile(
    r"(\d{1,2})\s*[:：时点]\s*(?:(\d{1,2})\s*[:：分]?\s*(\d{1,2})?秒?)?$"
)
_SERIAL = re.compile(r"\d{5}\.\d+")
MINUTES_A_DAY = 24 * 60


def clean_moment(value):
    """Return a moment typed as one, as Excel's number or as text; a day is its begin.

    >>> clean_moment("2024/9/8 14:30") == clean_moment("2024年9月8日 14时30分")
    True
    >>> clean_moment("2024-09-08"), clean_moment(45543.75)
    (datetime.datetime(2024, 9, 8, 0, 0), datetime.datetime(2024, 9, 8, 18, 0))
    >>> clean_moment("2024-09-08 25:00")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: moment
    """
    if isinstance(value, datetime.datetime):
        return datetime.datetime.combine(clean_date(value), _round(value.time()))
    text = clean_line(value)
    if text is None:
        return None
    text = unicodedata.normalize("NFKC", text)
    if _SERIAL.fullmatch(text):
        days, share = divmod(float(text), 1)
        day = clean_date(EXCEL_EPOCH + datetime.timedelta(days=days))
        minutes = round(share * MINUTES_A_DAY)
        return _begin(day) + datetime.timedelta(minutes=minutes)
    found = _TIME.search(text)
    day = clean_date(text[: found.start()].rstrip("T ") if found else text)
    if not found:
        return _begin(day)
    try:
        time = datetime.time(*(int(part or 0) for part in found.groups()))
    except ValueError:
        raise CellError("moment") from None
    return datetime.datetime.combine(day, time)


def _begin(day):
    return datetime.datetime.combine(day, datetime.time.min)


def _round(time):
    return time.replace(microsecond=0)
