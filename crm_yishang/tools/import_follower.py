"""Rows of the customers' sheet that hold one more contact of the customer above.

People merge the customer's cells over its contacts, or leave them empty; in the file
both look the same.
"""

from .import_contact_sheet import CONTACTS
from .import_customer_sheet import CUSTOMERS
from .import_table import Table, is_blank, read_row

# Column of a contact -> columns beside a customer, of which the first filled one is
# the contact's.
_SOURCES = {
    "name": ("contact.name",),
    "function": ("contact.function",),
    "phone": ("contact.phone", "mobile", "phone"),
    "email": ("contact.email", "email"),
    "comment": ("comment",),
}
_ALLOWED = {name for names in _SOURCES.values() for name in names}
_COLUMNS = [CONTACTS[name] for name in ("customer", *_SOURCES)]


def add_followers(tables):
    """Move those rows into a table of contacts of their own.

    :param dict tables: ``{name: Table}`` of a file; gets the key ``followers``
    """
    table = tables.get(CUSTOMERS.name)
    if table is None or table.sheet is not CUSTOMERS:
        return
    followers = Table(
        CONTACTS,
        # Excel allows 31 characters.
        f"{table.title[:24]}（{CONTACTS.zh}）",
        tuple(column.zh for column in _COLUMNS),
        {column.name: position for position, column in enumerate(_COLUMNS)},
    )
    table.rows[:] = _split_off(table, followers)
    if followers.rows:
        tables["followers"] = followers


def _split_off(table, followers):
    """Return the rows of customers; read the others into ``followers``."""
    customers, last = [], None
    for row in table.rows:
        is_next = customers and row.number == last + 1
        last = row.number
        if not (is_next and _is_follower(table, row)):
            customers.append(row)
            continue
        above = customers[-1]
        cells = [above.values.get("name")]
        cells += [_first(table, row, names) for names in _SOURCES.values()]
        read_row(followers, row.number, cells)
        followers.rows[-1].above = above
    return customers


def _is_follower(table, row):
    if is_blank(table.raw(row, table.sheet["contact.name"])):
        return False
    filled = {
        column.name
        for column in table.sheet.columns
        if not is_blank(table.raw(row, column))
    }
    return filled <= _ALLOWED


def _first(table, row, names):
    raws = (table.raw(row, table.sheet[name]) for name in names)
    return next((raw for raw in raws if not is_blank(raw)), None)
