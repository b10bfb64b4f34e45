"""Results of formulas that a program wrote and no spreadsheet has computed yet.

Excel stores the result beside the formula; a generated workbook has none until it
is opened and saved once. A formula of constants alone says its result all the same.
"""

import re

from .cells import to_text

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)
    |"(?P<text>(?:[^"]|"")*)"|(?P<sign>[-+*/&()]))""",
    re.VERBOSE,
)
_SUM, _PRODUCT = "+-", "*/"


class NotConstantError(ValueError):
    """The formula needs other cells, functions, or more than constants."""


def evaluate(formula):
    """Return the value of a formula made of constants, ``+ - * / &`` and brackets.

    >>> evaluate("=1+1"), evaluate('="0311-"&"8888"'), evaluate("=-(2+4)*3/2")
    (2, '0311-8888', -9.0)
    >>> evaluate("=A1+1")
    Traceback (most recent call last):
    crm_yishang.tools.cell_formula.NotConstantError: =A1+1
    """
    try:
        tokens = _tokenize(formula.removeprefix("="))
        value = _joined(tokens)
        if tokens:
            raise NotConstantError(formula)
        return value
    except (ArithmeticError, IndexError, TypeError, ValueError) as error:
        raise NotConstantError(formula) from error


def _tokenize(text):
    tokens, position = [], 0
    # Longer formulas are no constants, and brackets nest by recursion.
    if len(text) > 200:
        raise NotConstantError(text[:20])
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise NotConstantError(text)
        position = match.end()
        kind = match.lastgroup
        value = match[kind]
        tokens.append((kind, value.replace('""', '"') if kind == "text" else value))
    return tokens


def _joined(tokens):
    value = _sum(tokens)
    while tokens and tokens[0] == ("sign", "&"):
        tokens.pop(0)
        value = to_text(value) + to_text(_sum(tokens))
    return value


def _sum(tokens):
    value = _product(tokens)
    while tokens and tokens[0][0] == "sign" and tokens[0][1] in _SUM:
        sign = tokens.pop(0)[1]
        other = _product(tokens)
        value = value + other if sign == "+" else value - other
    return value


def _product(tokens):
    value = _operand(tokens)
    while tokens and tokens[0][0] == "sign" and tokens[0][1] in _PRODUCT:
        sign = tokens.pop(0)[1]
        other = _operand(tokens)
        value = value * other if sign == "*" else value / other
    return value


def _operand(tokens):
    kind, token = tokens.pop(0)
    if kind == "text":
        return token
    if kind == "number":
        return int(token) if token.isdecimal() else float(token)
    if token == "(":
        value = _joined(tokens)
        if tokens.pop(0) != ("sign", ")"):
            raise NotConstantError
        return value
    if token in _SUM:
        return _operand(tokens) if token == "+" else -_operand(tokens)
    raise NotConstantError(token)
