from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_campaign_cost_mixin import SPENDERS

# Who is told what came of a campaign: those who see the customers it came from.
RESULT_GROUPS = (
    "crm_yishang.crm_yishang_group_salesperson,"
    "crm_yishang.crm_yishang_group_marketing,"
    "crm_yishang.crm_yishang_group_report_viewer"
)


class CrmYishangCampaignResultMixin(models.AbstractModel):
    """What came of a campaign, as far as the user sees the customers it came from.

    One statement a figure for all campaigns of a screen. Counted under sudo, like the
    host's own figures of campaigns, and cut by the policy: marketing measures orders
    it may not open.
    """

    _name = "crm.yishang.campaign.result.mixin"
    _description = "Results of a Campaign"

    currency_id = fields.Many2one("res.currency")
    yishang_leads = fields.Integer(
        string="Leads",
        compute="_compute_yishang_leads",
        groups=RESULT_GROUPS,
        help="Leads and opportunities that name the campaign, lost ones included.",
    )
    yishang_opportunities = fields.Integer(
        string="Opportunities", compute="_compute_yishang_leads", groups=RESULT_GROUPS
    )
    yishang_orders = fields.Integer(
        string="Orders", compute="_compute_yishang_money", groups=RESULT_GROUPS
    )
    yishang_revenue = fields.Monetary(
        string="Revenue",
        currency_field="currency_id",
        compute="_compute_yishang_money",
        groups=RESULT_GROUPS,
        help="Confirmed orders that name the campaign, untaxed, in the currency of the "
        "company at the rate of the order.",
    )
    yishang_received = fields.Monetary(
        string="Received",
        currency_field="currency_id",
        compute="_compute_yishang_money",
        groups=RESULT_GROUPS,
        help="Confirmed receipts for these orders, less what was paid back.",
    )
    yishang_cost_per_lead = fields.Monetary(
        string="Cost per Lead",
        currency_field="currency_id",
        compute="_compute_yishang_return",
        groups=SPENDERS,
        help="Cost divided by the number of leads; empty without leads.",
    )
    yishang_roi = fields.Float(
        string="ROI",
        compute="_compute_yishang_return",
        groups=SPENDERS,
        help="(Revenue − cost) ÷ cost: 1 means that each yuan spent brought two. The "
        "cost is that of the whole campaign, the revenue that of the customers you "
        "see. Empty without costs.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_leads(self):
        companies = [False, *self.env.companies.ids]
        groups = self._yishang_group(
            "crm.lead",
            ["campaign_id", "company_id", "type"],
            Domain("company_id", "in", companies),
        )
        counts = {}
        for campaign, company, kind, count in groups:
            if company and campaign.company_id and company != campaign.company_id:
                continue
            for key in ("all", kind):
                key = campaign.id, key
                counts[key] = counts.get(key, 0) + count
        for campaign in self:
            id_ = campaign._origin.id
            campaign.yishang_leads = counts.get((id_, "all"), 0)
            campaign.yishang_opportunities = counts.get((id_, "opportunity"), 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_money(self):
        figures = self._yishang_fetch_money() if self._origin.ids else {}
        for campaign in self:
            orders, revenue, received = figures.get(campaign._origin.id, (0, 0, 0))
            campaign.yishang_orders = orders
            campaign.yishang_revenue = revenue
            campaign.yishang_received = received

    @api.depends("yishang_cost")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_return(self):
        for campaign in self:
            cost, leads = campaign.yishang_cost, campaign.yishang_leads
            revenue = campaign.yishang_revenue
            campaign.yishang_cost_per_lead = cost / leads if leads else 0
            campaign.yishang_roi = (revenue - cost) / cost if cost else 0

    def _yishang_group(self, model, names, domain=Domain.TRUE):
        """Count the records of the campaigns the user sees, by the fields named."""
        # sudo: as the host counts; the policy narrows.
        records = self.env[model].sudo().with_context(active_test=False)
        domain &= Domain("campaign_id", "in", self._origin.ids)
        return records._read_group(
            domain & records._get_visible_domain("read"), names, ["__count"]
        )

    def _yishang_get_orders_domain(self):
        """Return the confirmed orders of the campaigns in sight, as a ``Domain``."""
        return (
            Domain("campaign_id", "in", self._origin.ids)
            & Domain("state", "=", "sale")
            & Domain("company_id", "in", self.env.companies.ids)
            & self.env["sale.order"]._get_visible_domain("read")
        )

    def _yishang_fetch_money(self):
        """Return ``{campaign id: (orders, revenue, received)}``.

        Raw SQL on top of the ORM's own query: amounts are divided by the rate of each
        order. What was received counts by the part of each receipt for the order.
        """
        self.env.flush_all()
        # sudo: as the host counts; the domain has what the policy says.
        orders = (
            self.env["sale.order"].sudo()._search(self._yishang_get_orders_domain())
        )
        if orders.is_empty():
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT campaign.id, COUNT(*), SUM(document.amount_untaxed
                        / COALESCE(NULLIF(document.currency_rate, 0), 1)::numeric),
                    COALESCE(SUM(paid.amount), 0)
                FROM sale_order document
                JOIN utm_campaign campaign ON campaign.id = document.campaign_id
                    AND document.company_id
                        = COALESCE(campaign.company_id, %(company)s)
                LEFT JOIN LATERAL (
                    SELECT SUM(line.amount * receipt.amount_company / receipt.amount)
                        AS amount
                    FROM crm_yishang_receipt_line line
                    JOIN crm_yishang_receipt receipt ON receipt.id = line.receipt_id
                    WHERE line.order_id = document.id AND receipt.state = 'confirmed'
                ) paid ON TRUE
                WHERE document.id IN %(orders)s
                GROUP BY campaign.id
                """,
                company=self.env.company.id,
                orders=orders.subselect(),
            )
        )
        return {id_: tuple(map(float, figures)) for id_, *figures in rows}
