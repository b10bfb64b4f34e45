"""What a kind of document declares to stand in the customer ledger."""

from typing import NamedTuple

from odoo.fields import Domain


class LedgerColumn(NamedTuple):
    """A field shown as a column of a table, or as a fact of the customer.

    ``label`` replaces the name of the field, ``kind`` what its type makes of it: a
    moment of kind ``date`` shows as its day.
    """

    name: str
    label: str = ""
    kind: str = ""


class LedgerTotal(NamedTuple):
    """The sum below a column, taken from a key figure of the customer.

    So the two cannot differ, and rows that are not shown count as well.
    """

    column: str
    figure: str
    label: str


class LedgerTable(NamedTuple):
    """One table of the ledger: which documents of a model, in which columns.

    ``customer`` is the stored many2one to the customer; ``order`` puts first what is
    kept when there are too many rows. Tables come by ``sequence``.
    """

    key: str
    title: str
    sequence: int
    columns: tuple
    domain: Domain = Domain.TRUE
    order: str = "id DESC"
    customer: str = "yishang_customer_id"
    total: LedgerTotal | None = None
