"""What is taken out of the system at once, as the ledger of exports keeps it."""

from typing import NamedTuple

# Rows of ruled models a program reads at once without the right to export.
ROWS_MAX = 500


class ExportAct(NamedTuple):
    """One export, whether it is allowed or not.

    :param road: one of the roads of ``crm.yishang.export.log``
    :param model: name of the model, or an empty text where the server is not told
    :param domain: which records, as the ORM takes it
    :param field_names: names or paths of the fields
    :param row_count: number of records or lines
    :param is_from_browser: what is said here was sent by the browser, unchecked
    :param res_id: the one record it is about, if it is one
    """

    road: str
    model: str = ""
    domain: object = ()
    field_names: tuple = ()
    row_count: int = 0
    is_from_browser: bool = False
    res_id: int = 0
