"""Romanised forms of Chinese names, as people type them into a search box."""

from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg

from .text import HAN, squeeze

# Stands before what is not Chinese, among the syllables.
OTHER = "\0"


# A text is composed twice from the same names, see ``search_text.compose``.
@lru_cache(maxsize=1_000)
def spell(text):
    """Return full pinyin and initials of ``text``; nothing without Chinese in it.

    Characters with several readings follow the dictionary of phrases. What is not
    Chinese stays in both forms, so that mixed names are found either way.

    >>> spell("石家庄")
    ('shijiazhuang', 'sjz')
    >>> spell("重庆长城")
    ('chongqingchangcheng', 'cqcc')
    >>> spell("ABC科技12号")
    ('abckeji12hao', 'abckj12h')
    >>> spell("Acme")
    ()
    """
    text = squeeze(text)
    if not HAN.search(text):
        return ()
    parts = [part for word in seg.cut(text) for part in _spell_word(word)]
    return (
        "".join(part.removeprefix(OTHER) for part in parts),
        "".join(
            part.removeprefix(OTHER) if part.startswith(OTHER) else part[0]
            for part in parts
        ),
    )


# Names of companies are made of the same words over and over.
@lru_cache(maxsize=50_000)
def _spell_word(word):
    return lazy_pinyin(word, errors=lambda other: f"{OTHER}{other}")
