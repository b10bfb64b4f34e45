from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn

CAMPAIGN = "utm.campaign"
# What is read of a campaign, and the column of the report it stands in.
FIGURES = {
    "budget": "yishang_budget",
    "cost": "yishang_cost",
    "invited": "yishang_invited",
    "attended": "yishang_attended",
    "leads": "yishang_leads",
    "opportunities": "yishang_opportunities",
    "orders": "yishang_orders",
    "revenue": "yishang_revenue",
    "received": "yishang_received",
}
ACTION = "crm_yishang.utm_campaign_action"
# Campaigns in the chart.
SHOWN = 20


class CrmYishangReportCampaigns(models.AbstractModel):
    """Report 14 of the report center: what campaigns brought, and at what price.

    A campaign counts in each period it falls into, with all that came of it whenever:
    what an exhibition brings comes months later. Its figures are those of its form, cut
    by what the user sees; those of campaigns of other companies are left out.
    """

    _name = "crm.yishang.report.campaigns"
    _inherit = ["crm.yishang.report.source.mixin"]
    _description = "Campaign Report"

    _report_code = "campaigns"
    _report_group = "team"
    _report_sequence = 140
    _report_filters = ("period", "region")
    _report_roles = ("leader", "marketing", "report_viewer", "administrator")

    @api.model
    def _get_title(self):
        return self.env._("Campaign Effect")

    @api.model
    def _get_sentence(self):
        return self.env._("What did campaigns cost, and what came of them?")

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("campaign", self.env._("Campaign")),
            ReportColumn("kind", self.env._("Campaign Kind")),
            ReportColumn("budget", self.env._("Budget"), "monetary", True),
            ReportColumn("cost", self.env._("Cost"), "monetary", True),
            ReportColumn("invited", self.env._("Invited"), "integer", True),
            ReportColumn("attended", self.env._("Attended"), "integer", True),
            ReportColumn("leads", self.env._("Leads"), "integer", True),
            ReportColumn("opportunities", self.env._("Opportunities"), "integer", True),
            ReportColumn("orders", self.env._("Orders"), "integer", True),
            ReportColumn("revenue", self.env._("Revenue"), "monetary", True),
            ReportColumn("received", self.env._("Received"), "monetary", True),
            ReportColumn("cost_per_lead", self.env._("Cost per Lead"), "monetary"),
            ReportColumn("roi", self.env._("ROI"), "percent"),
        )

    @api.model
    def _get_domain(self, criteria):
        """Return the campaigns of the company that fall into the period."""
        domain = (
            Domain("yishang_kind_id", "!=", False)
            & Domain("yishang_state", "!=", "cancelled")
            & Domain("company_id", "in", [self.env.company.id, False])
        )
        if criteria.date_to:
            domain &= Domain("yishang_date_from", "<=", criteria.date_to)
        if criteria.date_from:
            last = Domain("yishang_date_to", ">=", criteria.date_from)
            one_day = Domain("yishang_date_to", "=", False)
            one_day &= Domain("yishang_date_from", ">=", criteria.date_from)
            domain &= last | one_day
        if criteria.region_ids:
            domain &= Domain("yishang_region_id", "in", criteria.region_ids)
        return domain

    @api.model
    def _get_campaigns(self, criteria, limit=None, offset=0):
        return self.env[CAMPAIGN].search(
            self._get_domain(criteria),
            limit=limit,
            offset=offset,
            order="yishang_date_from DESC, id DESC",
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        return [
            self._divide(
                {
                    "key": {"campaign_id": campaign.id},
                    "campaign": campaign.title,
                    "kind": campaign.yishang_kind_id.name,
                    **self._read_figures(campaign),
                }
            )
            for campaign in self._get_campaigns(criteria, limit, offset)
        ]

    @api.model
    def _read_figures(self, campaign):
        return {name: campaign[field] for name, field in FIGURES.items()}

    @api.model
    def _divide(self, row):
        """Add cost per lead and return, None where there is nothing to divide by."""
        cost, leads = row["cost"], row["leads"]
        row["cost_per_lead"] = cost / leads if leads else None
        row["roi"] = round((row["revenue"] - cost) / cost, 4) if cost else None
        return row

    @api.model
    def _count_rows(self, criteria):
        return self.env[CAMPAIGN].search_count(self._get_domain(criteria))

    @api.model
    def _get_total(self, criteria):
        return self._divide(super()._get_total(criteria))

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = Domain("id", "=", key.get("campaign_id"))
        action = self._get_records_action(ACTION, domain)
        return {**action, "views": [[False, "form"]], "res_id": key.get("campaign_id")}

    @api.model
    def _get_pivot_action(self, criteria):
        domain = self._get_domain(criteria)
        return self._get_records_action(ACTION, domain)

    @api.model
    def _get_chart(self, criteria, rows):
        rows = rows[:SHOWN]
        if not rows:
            return False
        labels = {"cost": self.env._("Cost"), "revenue": self.env._("Revenue")}
        return {
            "type": "bar",
            "labels": [row["campaign"] for row in rows],
            "datasets": [
                {"label": label, "data": [float(row[name]) for row in rows]}
                for name, label in labels.items()
            ],
        }
