"""What is compared of a company's name: neither legal form nor spelling."""

import re
from functools import lru_cache

from odoo.tools import file_open

from .text import KNOWN_TEXTS, fold

# Fewer characters say nothing of who it is.
SHORTEST = 2
# In Chinese the legal form is the end of the name, without a space before it. The
# longest first: 有限公司 is the end of 股份有限公司.
CHINESE_FORMS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "股份公司",
    "总公司",
    "公司",
    "集团",
)
# A branch is not its company.
BRANCHES = ("分公司", "子公司")
ENGLISH_FORMS = frozenset(
    (
        "co company corp corporation gmbh group inc incorporated limited llc ltd plc"
    ).split()
)
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=KNOWN_TEXTS)
def get_company_key(name):
    """Return the comparable form of a company's name, or an empty string.

    Width, case, spaces, punctuation, brackets, legal form and traditional characters
    do not count; what stands in brackets does.

    >>> get_company_key("河北亿尚科技有限公司"), get_company_key("河北億尚科技")
    ('河北亿尚科技', '河北亿尚科技')
    >>> get_company_key("上海（集团）有限公司"), get_company_key("公司")
    ('上海', '公司')
    >>> get_company_key("Acme (Hebei) Co., Ltd."), get_company_key("Co., Ltd.")
    ('acmehebei', 'co')
    >>> get_company_key("亿尚科技有限公司保定分公司")
    '亿尚科技有限公司保定分公司'
    >>> get_company_key("（）"), get_company_key("甲"), get_company_key(None)
    ('', '', '')
    """
    words = _WORD.findall(simplify(fold(name)))
    while len(words) > 1 and words[-1] in ENGLISH_FORMS:
        if len("".join(words[:-1])) < SHORTEST:
            break
        words.pop()
    key = "".join(words)
    while form := _find_form(key):
        key = key.removesuffix(form)
    return key if len(key) >= SHORTEST else ""


def simplify(text):
    """Return ``text`` with simplified instead of traditional characters.

    >>> simplify("上海機電設備"), simplify("亿尚 Ltd")
    ('上海机电设备', '亿尚 Ltd')
    """
    return text.translate(_get_table())


def _find_form(key):
    """Return the legal form at the end of a name, if enough is left without it."""
    if key.endswith(BRANCHES):
        return None
    return next(
        (
            form
            for form in CHINESE_FORMS
            if key.endswith(form) and len(key) - len(form) >= SHORTEST
        ),
        None,
    )


@lru_cache(maxsize=1)
def _get_table():
    """Return what ``str.translate`` makes of traditional characters.

    Source: TSCharacters of OpenCC 1.4.2 (Apache License 2.0), the first of several.
    """
    with file_open("crm_yishang/data/traditional_characters.txt") as source:
        traditional, simplified = source.read().split()
    return str.maketrans(traditional, simplified)
