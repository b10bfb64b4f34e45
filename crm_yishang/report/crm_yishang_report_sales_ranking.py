from odoo import api, models

from ..tools.report import ReportColumn
from .crm_yishang_report_sales_mixin import SUMS


class CrmYishangReportSalesRanking(models.AbstractModel):
    """Report 7 of the report center: salespeople by what they sold, with tax.

    Who sold as much has the same rank, and the next one has as many ranks less as there
    are before. The region is where the salesperson works today.
    """

    _name = "crm.yishang.report.sales.ranking"
    _inherit = ["crm.yishang.report.sales.mixin"]
    _description = "Ranking of Salespeople"

    _report_code = "sales-ranking"
    _report_sequence = 70
    _report_dimensions = ("user_id",)

    @api.model
    def _get_title(self):
        return self.env._("Ranking of Salespeople")

    @api.model
    def _get_sentence(self):
        return self.env._("Who sold most?")

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("rank", self.env._("Rank"), "integer"),
            *self._get_text_columns("user_code", "user"),
            *self._get_amount_columns(),
            *self._get_text_columns("region_code", "region"),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        rows = [
            {"user_id": user_id, **dict(zip(SUMS, sums, strict=True))}
            for (user_id,), sums in self._fetch(criteria).items()
        ]
        self._name_people(rows)
        self._name_own_regions(rows)
        # What nobody earned comes last, without a rank.
        rows.sort(
            key=lambda row: (
                not row["user_id"],
                -row["amount_total"],
                row["user_code"],
                row["user"],
            )
        )
        above = None
        for number, row in enumerate(rows, 1):
            is_tied = above and above["amount_total"] == row["amount_total"]
            row["rank"] = above["rank"] if is_tied else number
            above = row
            if not row["user_id"]:
                row["rank"] = False
        return rows[offset : offset + limit if limit else None]

    @api.model
    def _name_own_regions(self, rows):
        """Add code and name of the region of their salesperson to rows."""
        # sudo: where colleagues work is no secret.
        people = self.env["res.users"].sudo()
        people = people.browse({row["user_id"] for row in rows if row["user_id"]})
        regions = {user.id: user.yishang_region_id for user in people}
        for row in rows:
            region = regions.get(row["user_id"])
            row["region_code"] = region.code if region else ""
            row["region"] = region.name if region else ""
