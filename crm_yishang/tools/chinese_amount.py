"""Amounts of money in Chinese capitals, as vouchers and contracts need them.

Source of the rules: 正确填写票据和结算凭证的基本规定
(annex 1 of 支付结算办法, People's Bank of China, 1997):
整 behind 元, none behind 角 and 分; one 零 for any number of zeros inside;
零 behind 元 if there are 分 and no 角.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
# Units of a group of four digits, and what each group counts, the greatest first.
UNITS = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
GROUPS = ((10**8, "亿"), (10**4, "万"))
# From here on the names of the numbers are no longer agreed on.
LIMIT = 10**16


def get_chinese_amount(amount):
    """Return an amount of money in Chinese capitals (财务大写).

    :param amount: number in 元, rounded to 分, half a 分 up; texts of numbers and
        ``Decimal`` are taken exactly, a float as it is printed
    :raise ValueError: if it has more than 16 digits before the point

    >>> get_chinese_amount(1005.06), get_chinese_amount(100000000.50)
    ('壹仟零伍元零陆分', '壹亿元伍角')
    >>> get_chinese_amount(0.05), get_chinese_amount(-10000), get_chinese_amount(0)
    ('伍分', '负壹万元整', '零元整')
    """
    cents = int(_round(amount))
    sign = "负" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if whole >= LIMIT:
        raise ValueError(f"{amount} has no agreed Chinese name")
    return sign + _write_whole(whole, rest) + _write_rest(whole, rest)


def _round(amount):
    """Return an amount in whole 分."""
    return (Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP)


def _write_whole(whole, rest):
    if whole:
        return f"{_write(whole)}元"
    return "" if rest else "零元"


def _write_rest(whole, rest):
    if not rest:
        return "整"
    tens, ones = divmod(rest, 10)
    gap = "零" if whole and not tens else ""
    return (
        gap
        + (f"{DIGITS[tens]}角" if tens else "")
        + (f"{DIGITS[ones]}分" if ones else "")
    )


def _write(number):
    """Return a positive whole number in capitals, without a leading 零."""
    for size, name in GROUPS:
        if number >= size:
            count, rest = divmod(number, size)
            return _write(count) + name + _write_behind(rest, size // 10)
    for size, name in UNITS:
        if number >= size:
            count, rest = divmod(number, size)
            return DIGITS[count] + name + _write_behind(rest, size // 10)
    return ""


def _write_behind(rest, greatest):
    """Return what follows a unit: 零 first where places in between are empty.

    :param greatest: value of the place right behind the unit
    """
    gap = "零" if 0 < rest < greatest else ""
    return gap + _write(rest)
