"""Phone numbers and mail addresses that some users see in part only."""

import re

from .phone import normalize_phones, phone_fragment

PHONE = "phone"
EMAIL = "email"
STARS = "***"
# Digits next to each other that a search must name: more than a mask shows in a row.
DIGITS_MIN = 7
# Digits that stay hidden of each number.
_HIDDEN_MIN = 4
_LONG = 11

_ADDRESS = re.compile(r"([^\s<>\"@,;:])[^\s<>\"@,;:]*@")
_WHOLE_ADDRESS = re.compile(r"[^\s<>\"@,;%*]+@[^\s<>\"@,;%*]+\.[^\s<>\"@,;%*.]+")
_NUMBER = re.compile(r"[+\d\s\-().]+")


def mask(kind, text):
    """Return what is shown instead of a phone number or mail address.

    >>> mask("phone", "+86 138-0013 5678"), mask("phone", "0311-88886666")
    ('138****5678', '031****6666')
    >>> mask("phone", "8888 6666"), mask("phone", "110"), mask("phone", "")
    ('88****66', '****', '')
    >>> mask("phone", "13800135678/13900139999")
    '138****5678/139****9999'
    >>> mask("email", "zhang@domain.cn"), mask("email", '"Zhang" <zhang@domain.cn>')
    ('z***@domain.cn', '"Zhang" <z***@domain.cn>')
    >>> mask("email", "nobody")
    '***'
    """
    if not text:
        return text
    if kind == EMAIL:
        return _ADDRESS.sub(rf"\1{STARS}@", text) if "@" in text else STARS
    numbers = normalize_phones(text) or [""]
    return "/".join(map(_mask_number, numbers))


def is_mask(text):
    """Return whether a text looks like a mask, which is no number to keep.

    >>> is_mask("138****5678"), is_mask("z***@domain.cn"), is_mask("13800135678")
    (True, True, False)
    """
    return isinstance(text, str) and STARS in text


def is_whole(kind, text):
    """Return whether whoever searches for ``text`` knows the number already.

    >>> is_whole("phone", "138-0013 5678"), is_whole("phone", "0013567")
    (True, True)
    >>> is_whole("phone", "138001"), is_whole("phone", "138_0013567")
    (False, False)
    >>> is_whole("email", "zhang@domain.cn"), is_whole("email", "ang@domain")
    (True, False)
    """
    if not isinstance(text, str):
        return False
    text = text.strip()
    if kind == EMAIL:
        return bool(_WHOLE_ADDRESS.fullmatch(text))
    is_number = _NUMBER.fullmatch(text)
    return bool(is_number) and len(phone_fragment(text)) >= DIGITS_MIN


def _mask_number(number):
    digits = re.sub(r"\D", "", number)
    tail = 4 if len(digits) >= _LONG else 2
    head = max(0, min(3, len(digits) - _HIDDEN_MIN - tail))
    if len(digits) < _HIDDEN_MIN + tail:
        return "*" * _HIDDEN_MIN
    return f"{digits[:head]}{'*' * _HIDDEN_MIN}{digits[-tail:]}"
