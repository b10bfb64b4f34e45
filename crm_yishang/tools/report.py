"""What a report of the report center is made of."""

from typing import NamedTuple

# What a report can be narrowed by, besides the period.
FILTERS = {
    "region": "crm.yishang.region",
    "user": "res.users",
    "product": "product.product",
    "customer_type": "crm.yishang.customer.type",
}
# Rows on one page of the screen.
PAGE_SIZE = 200
# Rows of the small chart on a card.
CARD_ROWS = 60
# Rows read at once for an export, and those paper takes.
EXPORT_PAGE = 10000
PAPER_ROWS = 3000


class ReportColumn(NamedTuple):
    """A column of a report.

    ``kind`` is text, integer, float, monetary (in the currency of the company) or
    percent (0.25 is 25 %). What is summed can be compared with the period before.
    """

    name: str
    label: str
    kind: str = "text"
    is_summed: bool = False


class ReportCriteria(NamedTuple):
    """What a report is about: days, and ids that narrow it; empty narrows nothing.

    ``region_ids`` are the chosen regions with all below them.
    """

    date_from: object = None
    date_to: object = None
    region_ids: tuple = ()
    user_ids: tuple = ()
    product_ids: tuple = ()
    customer_type_ids: tuple = ()
