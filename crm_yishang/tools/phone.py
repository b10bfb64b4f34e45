"""One comparable form for the many ways a phone number is written."""

import re
from functools import lru_cache

import phonenumbers

from .text import KNOWN_TEXTS, fold

# What may stand between the digits of one number.
_SEPARATORS = re.compile(r"[\s\-.()/\u2010-\u2015]")
_BETWEEN_NUMBERS = re.compile(r"[/、;,，|\n]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*(\d{1,6})$")
_DASHED_EXTENSION = re.compile(r"^(.*\d{7})-(\d{1,5})$")
_MOBILE = re.compile(r"^(?:\+?(?:00)?86)?0?(1[3-9]\d{9})$")
_LANDLINE = re.compile(r"^(?:\+?(?:00)?86)?(0\d{9,11})$")


def normalize_phone(number, region="CN"):
    """Return the digits that identify ``number``, or an empty string.

    Chinese numbers lose the country code, landlines keep area code and leading zero,
    an extension follows after a dash; foreign numbers keep plus and country code.

    >>> normalize_phone("+86 138-0013 8000")
    '13800138000'
    >>> normalize_phone("０３１１－８８８８ ８８８８")
    '031188888888'
    >>> normalize_phone("+86 311 8888 8888")
    '031188888888'
    >>> normalize_phone("(0311)88888888转801"), normalize_phone("0311-88888888-801")
    ('031188888888-801', '031188888888-801')
    >>> normalize_phone("+1 650-253-0000")
    '+16502530000'
    >>> normalize_phone("n/a")
    ''
    """
    text = fold(number)
    main, extension = _split_extension(text)
    digits = _SEPARATORS.sub("", main)
    match = _MOBILE.match(digits) or _LANDLINE.match(digits)
    main = match[1] if match else _parse(digits, region)
    return f"{main}-{extension}" if main and extension else main


def normalize_phones(text, region="CN"):
    """Return the normalized numbers of a cell that may hold several.

    >>> normalize_phones("13800138000 / 0311-88888888、13900139000")
    ['13800138000', '031188888888', '13900139000']
    >>> normalize_phones("13800138000 13900139000")
    ['13800138000', '13900139000']
    """
    return list(_read_numbers(text, region))


@lru_cache(maxsize=KNOWN_TEXTS)
def _read_numbers(text, region):
    numbers = []
    for part in _BETWEEN_NUMBERS.split(fold(text)):
        pieces = part.split()
        if not all(len(re.sub(r"\D", "", piece)) >= 10 for piece in pieces):
            pieces = [part]
        numbers += [normalize_phone(piece, region) for piece in pieces]
    return tuple(dict.fromkeys(filter(None, numbers)))


def phone_fragment(text):
    """Return the digits of ``text`` if it looks like (a part of) one phone number.

    >>> phone_fragment("+86 138-0013"), phone_fragment("0311 8888")
    ('1380013', '03118888')
    >>> phone_fragment("KH001"), phone_fragment("亿尚")
    ('', '')
    """
    text = _SEPARATORS.sub("", fold(text))
    international = re.match(r"^(?:\+|00)86(?=\d)|^86(?=1[3-9]\d{9}$)", text)
    if international:
        text = text[international.end() :]
    text = text.removeprefix("+")
    return text if text.isascii() and text.isdigit() else ""


def _split_extension(text):
    match = _EXTENSION.search(text)
    if match:
        return text[: match.start()], match[1]
    match = _DASHED_EXTENSION.match(text)
    if match and _LANDLINE.match(_SEPARATORS.sub("", match[1])):
        return match[1], match[2]
    return text, ""


def _parse(digits, region):
    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", digits)
    home = phonenumbers.country_code_for_region(region)
    style = phonenumbers.PhoneNumberFormat
    foreign = parsed.country_code != home
    text = phonenumbers.format_number(parsed, style.E164 if foreign else style.NATIONAL)
    return ("+" if foreign else "") + re.sub(r"\D", "", text)
