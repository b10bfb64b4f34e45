"""What no two customers should share, as comparable texts."""

import re
from typing import NamedTuple

from odoo.tools.mail import email_normalize_all

from .company_name import get_company_key
from .phone import normalize_phones
from .text import squeeze

TAX_ID = "vat"
PHONE = "phone"
EMAIL = "email"
NAME = "name"
# In the order in which they are looked at: the surest first.
KINDS = (TAX_ID, PHONE, EMAIL, NAME)
# Shorter numbers are extensions and hotlines, which many have.
DIGITS_MIN = 7
TAX_ID_MIN = 2
# One address as nearly all are; the rest is left to the host, which takes texts apart.
_PLAIN_EMAIL = re.compile(r"[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


class Asked(NamedTuple):
    """A key to look for among the customers.

    :param family: id of the company above all, whose customers are no duplicates
    :param company: id of the company of the database, whose customers alone are meant
    """

    kind: str
    key: str
    family: int = 0
    company: int | None = None


def get_keys(tax_id=None, phones=(), emails=(), name=None):
    """Return what a customer is recognized by.

    :param phones: texts, each with any number of phone numbers
    :param emails: texts likewise
    :param name: of a company; people with the same name are not the same
    :return: set of ``(kind, key)``

    >>> sorted(get_keys("9135 0100M000100Y43", ["0311-8888 8886/110"], ["A@b.cn"]))
    [('email', 'a@b.cn'), ('phone', '031188888886'), ('vat', '91350100m000100y43')]
    >>> get_keys(name="亿尚（河北）有限公司"), get_keys("/", ["1111111"], ["none"])
    ({('name', '亿尚河北')}, set())
    """
    keys = {(PHONE, number) for text in phones for number in _get_numbers(text)}
    keys |= {(EMAIL, one) for text in emails if text for one in get_emails(text)}
    if len(squeeze(tax_id)) >= TAX_ID_MIN:
        keys.add((TAX_ID, squeeze(tax_id)))
    if key := get_company_key(name):
        keys.add((NAME, key))
    return keys


def get_emails(text):
    """Return the addresses in a text as the host compares them, in a list.

    >>> get_emails("A.b@Example.com"), get_emails("张三 <a@b.cn>; c@d.cn")
    (['a.b@example.com'], ['a@b.cn', 'c@d.cn'])
    """
    if _PLAIN_EMAIL.fullmatch(text):
        return [text.lower()]
    return email_normalize_all(text)


def _get_numbers(text):
    """Yield the numbers in a text that tell one customer from another."""
    for number in normalize_phones(text) if text else ():
        digits = number.lstrip("+")
        # Whoever has to fill in a number they do not know types one digit all along.
        if len(digits) >= DIGITS_MIN and len(set(digits)) > 1:
            yield number
