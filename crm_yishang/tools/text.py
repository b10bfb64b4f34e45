"""Comparable forms of what people type: width, case, spaces and signs do not count."""

import re
import unicodedata
from functools import lru_cache

# Texts that are remembered: those of a thousand customers, which an import, their keys
# and what they are found by ask for again and again.
KNOWN_TEXTS = 20_000
# Ideographs with extension A and the compatibility forms: what is written without
# spaces and searched by fragments of two characters.
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# Whatever is neither letter nor digit nor ideograph.
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=KNOWN_TEXTS)
def fold(text):
    """Return ``text`` in half width and lower case, with single spaces.

    >>> fold("  ＫＨ００１　Ａ座 ")
    'kh001 a座'
    """
    text = unicodedata.normalize("NFKC", text or "").lower()
    return " ".join(text.split())


@lru_cache(maxsize=KNOWN_TEXTS)
def squeeze(text):
    """Return the letters, digits and ideographs of ``text`` alone, folded.

    >>> squeeze("河北 亿尚（石家庄）")
    '河北亿尚石家庄'
    >>> squeeze("Li.Wei@Example.com")
    'liweiexamplecom'
    """
    return _SIGNS.sub("", fold(text))


def words(text):
    """Return the squeezed words of ``text``, in order, empty ones left out.

    >>> words("Acme  Corp. (亿尚)")
    ['acme', 'corp', '亿尚']
    """
    return [word for word in map(squeeze, fold(text).split()) if word]
