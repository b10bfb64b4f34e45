"""What the stages of a customer's lifecycle follow from."""

from typing import NamedTuple

from odoo.tools import SQL

STAGES = [
    ("potential", "Potential"),
    ("visited", "Visited, No Deal Yet"),
    ("member", "Member"),
    ("dormant", "Dormant"),
    ("lost", "Lost"),
]
CAUSES = [
    ("visit", "Visit"),
    ("order", "Order"),
    ("job", "Months Without Order"),
    ("hand", "By Hand"),
    ("import", "Import"),
    ("entry", "Direct Entry"),
    ("merge", "Merged"),
]
# Kinds of contact after which a potential customer counts as visited.
MEETINGS = ("visit", "reception")


class Cause(NamedTuple):
    """Why customers move to another stage.

    ``visit`` and ``order`` are SQL over the row ``partner``: the id of the document
    that moved it, if any.
    """

    kind: str
    reason: str | None = None
    visit: SQL = SQL("NULL::integer")
    order: SQL = SQL("NULL::integer")
