from collections import defaultdict

from odoo import api, models
from odoo.tools import date_utils


class CrmYishangWorkbenchTrendMixin(models.AbstractModel):
    """Orders and receipts of the last twelve months."""

    _name = "crm.yishang.workbench.trend.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.figure.mixin",
    ]
    _description = "Trend on the Workbench"

    @api.model
    def _fetch_year(self):
        """Return the sums of the year by region and month, of orders and receipts.

        :return: two dicts ``{(region id, first day of the month): amount}``
        """
        first = self._get_year()[0]
        last = self._get_month()[1]
        groups = ["region_id", "date:month"]
        return tuple(
            {
                (region.id, month): amount or 0
                for region, month, amount in fetch(groups, first, last)
            }
            for fetch in (self._fetch_orders, self._fetch_receipts)
        )

    @api.model
    def _get_month_by_region(self, sums):
        """Return the part of `_fetch_year` that is this month's, by region."""
        month = self._get_month()[0]
        return {
            region_id: amount
            for (region_id, first), amount in sums.items()
            if first == month
        }

    @api.model
    def _get_trend_section(self, orders, receipts):
        """Return the two lines of the year; each point opens its documents.

        :param orders, receipts: see `_fetch_year`
        """
        months = self._get_year()
        datasets = [
            self._get_line(self.env._("Orders"), "sale.order", orders, months),
            self._get_line(
                self.env._("Receipts"), "crm.yishang.receipt", receipts, months
            ),
        ]
        return self._make_section(
            "trend",
            self.env._("Orders and receipts, twelve months"),
            chart={
                "kind": "line",
                "labels": [month.strftime("%Y-%m") for month in months],
                "datasets": datasets,
            },
        )

    @api.model
    def _get_line(self, label, model, sums, months):
        totals = defaultdict(float)
        for (_region_id, month), amount in sums.items():
            totals[month] += float(amount)
        make = self._get_receipt_domain
        if model == "sale.order":
            make = self._get_order_domain
        actions = []
        for month in months:
            domain = make(month, date_utils.end_of(month, "month"))
            title = f"{label} {month.strftime('%Y-%m')}"
            actions.append(self._get_action(model, domain, title))
        return {
            "label": label,
            "data": [round(totals[month], 2) for month in months],
            "actions": actions,
        }
