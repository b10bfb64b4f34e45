from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

MONTHS = 12
# Model and column of what is summed up.
ORDERS = ("crm.yishang.sales.month", "amount_total")
RECEIPTS = ("crm.yishang.receipt.total", "amount")


class CrmYishangWorkbenchFigureMixin(models.AbstractModel):
    """Orders and receipts in sums: by who earned them, whoever holds the customer now.

    Amounts are those of the current company, in its currency and with tax.
    """

    _name = "crm.yishang.workbench.figure.mixin"
    _description = "Sums on the Workbench"

    @api.model
    def _get_month(self):
        """Return the first and the last day of this month, where the company is."""
        today = self.env.company._yishang_get_day()
        return date_utils.start_of(today, "month"), date_utils.end_of(today, "month")

    @api.model
    def _get_year(self):
        """Return the first days of the last twelve months, this one included."""
        first, _last = self._get_month()
        return [
            date_utils.subtract(first, months=months)
            for months in range(MONTHS - 1, -1, -1)
        ]

    @api.model
    def _fetch_orders(self, first, last):
        """Return the sums of confirmed orders, with tax, by person and by region.

        :param last: like ``first``, of whole months
        :return: ``{user id: amount}, {region id or None: amount}``
        """
        return self._sum_up(ORDERS, first, last, "user_id", "region_id")

    @api.model
    def _fetch_receipts(self, first, last):
        """Return the sums of confirmed receipts less refunds, see `_fetch_orders`."""
        return self._sum_up(RECEIPTS, first, last, "user_id", "region_id")

    @api.model
    def _fetch_order_months(self, first, last):
        """Return the sums of orders of each month: ``{first day: amount}``."""
        return self._sum_up(ORDERS, first, last, "date")[0]

    @api.model
    def _fetch_receipt_months(self, first, last):
        """Return the sums of receipts of each month: ``{first day: amount}``."""
        return self._sum_up(RECEIPTS, first, last, "date")[0]

    @api.model
    def _sum_up(self, source, first, last, *names):
        """Return sums of totals of whole months, whose rule says what was earned.

        :param source: model and column of the amounts
        :return: for each of the columns ``{value: amount}``
        """
        model, amount = source
        query = self.env[model]._search(
            Domain("company_id", "=", self.env.company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )
        column = SQL.identifier(query.table, amount)
        return self._fetch_sums(query.select(*map(SQL, names), column), names, amount)

    @api.model
    def _fetch_sums(self, rows, names, amount):
        """Return the sums of rows by each of some columns.

        Raw SQL: one pass for all of them, and the first days of months as they are.

        :param rows: a query
        :param amount: what is summed up
        :return: for each of the columns ``{value: amount}``, without zeros
        """
        columns = [SQL.identifier(name) for name in names]
        groups = self.env.execute_query(
            SQL(
                "SELECT %(others)s, %(columns)s, SUM(%(amount)s)"
                " FROM (%(rows)s) part GROUP BY GROUPING SETS (%(columns)s)"
                " HAVING SUM(%(amount)s) != 0",
                others=SQL(", ").join(SQL("GROUPING(%s)", name) for name in columns),
                columns=SQL(", ").join(columns),
                amount=SQL.identifier(amount),
                rows=rows,
            )
        )
        sums = [{} for _name in names]
        for *keys, sum_ in groups:
            # 0 marks the column that a row is of, 1 the others.
            place = keys.index(0)
            sums[place][keys[len(names) + place]] = float(sum_)
        return sums

    @api.model
    def _get_order_domain(self, first, last):
        """Return the orders behind a sum, as far as the user sees them."""
        company = self.env.company
        return (
            Domain("state", "=", "sale")
            & Domain("company_id", "=", company.id)
            & Domain("date_order", ">=", company._yishang_get_moment(first))
            & Domain(
                "date_order", "<", company._yishang_get_moment(last + timedelta(days=1))
            )
        )

    @api.model
    def _get_receipt_domain(self, first, last):
        return (
            Domain("state", "=", "confirmed")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )
