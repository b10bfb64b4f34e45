from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

MONTHS = 12


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
    def _sum_by(self, sums, index):
        """Return the sums of a dict by one part of its keys."""
        totals = defaultdict(float)
        for key, amount in sums.items():
            totals[key[index]] += float(amount)
        return totals

    @api.model
    def _fetch_orders(self, first, last):
        """Return the sums of confirmed orders by person and region, with tax.

        :param last: like ``first``, of whole months
        :return: ``{(user id, region id or False): amount}``
        """
        groups = self._read_totals(first, last, ["user_id", "region_id"])
        return {(user.id, region.id): amount or 0 for user, region, amount in groups}

    @api.model
    def _fetch_order_months(self, first, last):
        """Return the sums of orders of each month: ``{first day: amount}``."""
        groups = self._read_totals(first, last, ["date:month"])
        return {month: float(amount or 0) for month, amount in groups}

    @api.model
    def _read_totals(self, first, last, groups):
        """Return sums of totals of whole months, whose rule says what was earned."""
        domain = (
            Domain("company_id", "=", self.env.company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )
        totals = self.env["crm.yishang.sales.month"]
        return totals._read_group(domain, groups, ["amount_total:sum"])

    @api.model
    def _fetch_receipts(self, first, last):
        """Return the sums of confirmed receipts less refunds by person and region.

        :return: ``{(user id, region id or False): amount}``
        """
        # sudo: a sum counts all that was earned, see the domain.
        receipts = self.env["crm.yishang.receipt"].sudo()
        groups = receipts._read_group(
            self._get_collected_domain(first, last),
            ["user_id", "region_id"],
            ["amount_company:sum"],
        )
        return {(user.id, region.id): amount or 0 for user, region, amount in groups}

    @api.model
    def _fetch_receipt_months(self, first, last):
        """Return the sums of receipts of each month: ``{first day: amount}``.

        Raw SQL around what the ORM searches: by day, in the order of the index, which
        is twice as fast as having the database make months of dates.
        """
        receipts = self.env["crm.yishang.receipt"].sudo()  # see _fetch_receipts
        query = receipts._search(self._get_collected_domain(first, last), order="date")
        day = SQL.identifier(query.table, "date")
        months = defaultdict(float)
        for date, amount in self.env.execute_query(
            SQL(
                "SELECT %s, SUM(%s) FROM %s WHERE %s GROUP BY 1",
                day,
                SQL.identifier(query.table, "amount_company"),
                query.from_clause,
                query.where_clause,
            )
        ):
            months[date_utils.start_of(date, "month")] += float(amount)
        return months

    @api.model
    def _get_collected_domain(self, first, last):
        """Return the receipts that count, whoever sees them."""
        people = self.env["crm.yishang.people"]
        earned = people._get_earned_domain("user_id", "region_id")
        return self._get_receipt_domain(first, last) & earned

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
