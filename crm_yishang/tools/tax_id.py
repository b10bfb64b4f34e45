from functools import lru_cache

from stdnum.cn import uscc


@lru_cache(maxsize=20_000)
def is_credit_code(text):
    """Return whether ``text`` is a unified social credit code with its check digit.

    Source: GB 32100-2015. An import asks several times for each of its rows.

    >>> is_credit_code("91110000600037341L"), is_credit_code("911100006000373410")
    (True, False)
    """
    return uscc.is_valid(text)
