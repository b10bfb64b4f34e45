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
    def _get_trend_section(self):
        """Return the two lines of the year; each point opens its documents."""
        months = self._get_year()
        year = (months[0], self._get_month()[1])
        orders = self._fetch_order_months(*year)
        receipts = self._fetch_receipt_months(*year)
        datasets = [
            self._get_line(self.env._("Sales Amount"), "sale.order", orders, months),
            self._get_line(
                self.env._("Amount Collected"), "crm.yishang.receipt", receipts, months
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
            "data": [round(sums.get(month, 0), 2) for month in months],
            "actions": actions,
        }
