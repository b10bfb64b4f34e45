"""What a customer is found by, in one line of comparable words."""

from .phone import normalize_phones, phone_fragment
from .pinyin import spell
from .text import squeeze, words


def compose(names=(), phones=(), others=()):
    """Return the searchable text of a record: its words between single spaces.

    A space stands before and after each word, so that ``" word "`` finds it whole and
    ``" wo"`` by its beginning.

    >>> compose(["石家庄", "Acme Corp"], ["+86 138-0013 8000"], ["Li@Example.cn", None])
    ' 石家庄 shijiazhuang sjz acmecorp acme corp 13800138000 liexamplecn '
    >>> compose()
    ''
    """
    found = []
    for name in filter(None, names):
        parts = words(name)
        found += ["".join(parts), *spell(name)]
        if len(parts) > 1:
            found += [part for part in parts if part.isascii()]
    for phone in filter(None, phones):
        found += [squeeze(number) for number in normalize_phones(phone)]
    found += [squeeze(other) for other in filter(None, others)]
    unique = dict.fromkeys(filter(None, found))
    return f" {' '.join(unique)} " if unique else ""


def get_patterns(fragment):
    """Return what the text of a match contains, one pattern for each typed word.

    Very short words only match beginnings: they would match nearly everything.

    >>> get_patterns("河北 钢铁"), get_patterns("SJZ")
    (['河北', '钢铁'], ['sjz'])
    >>> get_patterns("sj"), get_patterns("石")
    ([' sj'], [' 石'])
    >>> get_patterns("+86 138-0013"), get_patterns("0311 8888")
    (['1380013'], ['03118888'])
    >>> get_patterns("（）")
    []
    """
    digits = phone_fragment(fragment)
    parts = [digits] if digits else words(fragment)
    return [f" {part}" if _is_short(part) else part for part in parts]


def _is_short(word):
    return len(word) < (3 if word.isascii() else 2)
