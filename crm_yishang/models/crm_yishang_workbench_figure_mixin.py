from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils

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
    def _get_earned_domain(self, user, region):
        """Return what the people in sight earned, or was earned in regions in charge.

        :param user, region: the fields that say so for the day of the document
        """
        people = self.env["crm.yishang.people"]._get_domain(user)
        if people.is_true():
            return people
        regions = self.env["crm.yishang.policy"]._get_sight().regions
        return people | Domain(region, "in", sorted(regions))

    @api.model
    def _fetch_orders(self, groups, first, last):
        """Return the sums of confirmed orders from a first to a last day.

        :return: list of tuples: the values of the groups, then the amount
        """
        # sudo: a sum counts all that was earned, see the domain.
        orders = self.env["sale.order"].sudo().with_context(active_test=False)
        begin = self.env.company._yishang_get_moment(first)
        end = self.env.company._yishang_get_moment(last + timedelta(days=1))
        domain = (
            Domain("state", "=", "sale")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("date_order", ">=", begin)
            & Domain("date_order", "<", end)
            & self._get_earned_domain("user_id", "yishang_region_id")
        )
        groups = [{"region_id": "yishang_region_id", "date:month": "date_order:month"}.get(group, group) for group in groups]
        return [
            tuple(v.date() if hasattr(v, "date") else v for v in row)
            for row in orders._read_group(domain, groups, ["amount_total:sum"])
        ]

    @api.model
    def _fetch_receipts(self, groups, first, last):
        """Return the sums of confirmed receipts less refunds, as `_fetch_orders`."""
        # sudo: see _fetch_orders.
        receipts = self.env["crm.yishang.receipt"].sudo()
        domain = (
            Domain("state", "=", "confirmed")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & self._get_earned_domain("user_id", "region_id")
        )
        return receipts._read_group(domain, groups, ["amount_company:sum"])

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
