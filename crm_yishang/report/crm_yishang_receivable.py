from odoo import api, models
from odoo.fields import Domain

AMOUNTS = (
    "amount_ordered",
    "amount_received",
    "amount_owed",
    "amount_overdue",
    "amount_not_due",
    "amount_30",
    "amount_60",
    "amount_90",
    "amount_old",
    "amount_unplanned",
)


class CrmYishangReceivable(models.AbstractModel):
    """The table of receivables, as plain values for screen, paper and workbook."""

    _name = "crm.yishang.receivable"
    _description = "Table of Receivables"

    @api.model
    @api.readonly
    def get_data(self, group="yishang_customer_id", user_ids=None, region_ids=None):
        """Return what is receivable, one row for each customer, person or region.

        :param group: a grouped field of the report
        :param user_ids: owners of the customers
        :param region_ids: with the regions below them
        :return: ``{"columns": [{"key", "label", "kind"}], "rows": [{"name", "id",
            "cells"}], "total": cells, "currency_id"}``; amounts in the currency of
            the company, the largest receivable first
        """
        report = self.env["crm.yishang.receivable.report"]
        domain = self._get_domain(user_ids, region_ids)
        rows = [
            {
                "id": record.id if record else False,
                "name": (record.display_name if record else "") or self.env._("None"),
                "cells": cells,
            }
            for record, *cells in report._read_group(
                domain, [group], [f"{name}:sum" for name in AMOUNTS]
            )
        ]
        owed = AMOUNTS.index("amount_owed")
        rows.sort(key=lambda row: (-row["cells"][owed], row["name"]))
        currency = self.env.company.currency_id
        total = [
            currency.round(sum(cells))
            for cells in zip(*(row["cells"] for row in rows), strict=True)
        ]
        return {
            "columns": self._get_columns(),
            "rows": rows,
            "total": total or [0.0] * len(AMOUNTS),
            "currency_id": currency.id,
        }

    @api.model
    def _get_domain(self, user_ids, region_ids):
        domain = Domain("is_open", "=", True)
        if user_ids:
            domain &= Domain("yishang_scope_key", "in", list(user_ids))
        if region_ids:
            regions = self.env["crm.yishang.region"].search(
                [("id", "child_of", list(region_ids))]
            )
            domain &= Domain("yishang_scope_region_id", "in", regions.ids)
        return domain

    @api.model
    def _get_columns(self):
        described = self.env["crm.yishang.receivable.report"].fields_get(
            AMOUNTS, ["string"]
        )
        return [
            {"key": name, "label": described[name]["string"], "kind": "monetary"}
            for name in AMOUNTS
        ]
