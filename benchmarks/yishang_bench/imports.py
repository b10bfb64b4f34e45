"""Import of 10,000 customers from a workbook, beside stock Odoo's ``load``."""

import base64
import io
import time
from random import Random
from statistics import median

from . import databases, host, names, organisation, personas
from .console import say

ROWS = 10_000
# Stock Odoo takes as long for each further row, so that a part of them is enough.
STOCK_ROWS = 1_000
ROUNDS = 3
HEADINGS = ("客户名称", "电话", "邮箱", "联系地址", "城市", "税号", "跟进业务员")
STOCK_FIELDS = (
    "name", "phone", "email", "street", "city", "vat", "user_id/.id", "is_company"
)  # fmt: skip
LEFT_BEHIND = ("res_partner", "crm_yishang_search", "mail_message")


def measure(database, stock):
    """Import customers as the director, here and there by turns, and forget them.

    :return: ``{"ours": seconds, "stock": seconds extrapolated, "faster": ratio,
        "statements_a_row", "stock_statements_a_row"}``
    """
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(_import_workbook(database))
        theirs.append(_load(stock))
        # What was rolled back would slow down whatever is timed next.
        databases.vacuum(database, *LEFT_BEHIND)
        databases.vacuum(stock, "res_partner", "mail_message")
    seconds, statements = map(median, zip(*ours, strict=True))
    stock_seconds, stock_statements = map(median, zip(*theirs, strict=True))
    result = {
        "rows": ROWS,
        "ours": round(seconds, 1),
        "stock": round(stock_seconds * ROWS / STOCK_ROWS, 1),
        "stock_measured_rows": STOCK_ROWS,
        "faster": round(stock_seconds * ROWS / STOCK_ROWS / seconds, 1),
        "statements_a_row": round(statements / ROWS, 2),
        "stock_statements_a_row": round(stock_statements / STOCK_ROWS, 2),
    }
    say(
        "Import of {rows:,} customers: {ours} s, {statements_a_row} statements a row;"
        " stock {stock} s, {stock_statements_a_row} statements a row (extrapolated from"
        " {stock_measured_rows:,} rows): {faster}× faster".format(**result)
    )
    return result


def _import_workbook(database):
    """Return seconds and statements of our import, from the file to the rows."""
    with host.request(database) as env:
        director = _get_director(env)
        owners = organisation.get_users(env, "salesperson").mapped("login")
    workbook = _make_workbook(_make_rows(ROWS, owners))
    with host.request(database, director) as env:
        statements, started = env.cr.sql_log_count, time.perf_counter()
        wizard = env["crm.yishang.import"].create(
            {
                "kind": "customer",
                "file": base64.b64encode(workbook),
                "filename": "customers.xlsx",
                "on_error": "nothing",
            }
        )
        wizard.action_import()
        env.flush_all()
        seconds = time.perf_counter() - started
        assert wizard.count_create == ROWS, wizard.read()
        return seconds, env.cr.sql_log_count - statements


def _load(database):
    """Return seconds and statements of stock Odoo's import."""
    with host.request(database) as env:
        director = _get_director(env)
        owners = organisation.get_users(env, "salesperson").ids
    rows = [[*map(str, row), "1"] for row in _make_rows(STOCK_ROWS, owners)]
    with host.request(database, director) as env:
        statements, started = env.cr.sql_log_count, time.perf_counter()
        result = env["res.partner"].load(list(STOCK_FIELDS), rows)
        env.flush_all()
        seconds = time.perf_counter() - started
        assert result["ids"], result["messages"][:3]
        return seconds, env.cr.sql_log_count - statements


def _get_director(env):
    return env["res.users"].search([("login", "=", personas.DIRECTOR)]).id


def _make_rows(count, owners):
    """Return rows of new customers; none is in the database yet."""
    random, brands = Random(4), names.read_brands()
    rows = []
    for number in range(count):
        _brand, name = names.make_company(random, brands, "雄安")
        rows.append(
            (
                f"{name}{number}",
                f"199{number:08}",
                f"new{number}@example.com",
                f"奋进路{number}号",
                "雄安",
                _make_tax_id(number),
                owners[number % len(owners)],
            )
        )
    return rows


def _make_tax_id(number):
    """Return a valid unified social credit code."""
    from stdnum.cn import uscc

    code = f"91440000MA{number:07}"
    return code + uscc.calc_check_digit(code)


def _make_workbook(rows):
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows]):
            for position, cell in enumerate(row):
                sheet.write_string(number, position, cell)
    return stream.getvalue()
