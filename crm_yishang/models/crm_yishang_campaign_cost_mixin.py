from odoo import api, fields, models

# Who is told what a campaign may cost and did cost.
SPENDERS = (
    "crm_yishang.crm_yishang_group_leader,"
    "crm_yishang.crm_yishang_group_marketing,"
    "crm_yishang.crm_yishang_group_report_viewer"
)


class CrmYishangCampaignCostMixin(models.AbstractModel):
    """What a campaign may cost, and what it did."""

    _name = "crm.yishang.campaign.cost.mixin"
    _description = "Cost of a Campaign"

    currency_id = fields.Many2one("res.currency")
    yishang_budget = fields.Monetary(
        string="Budget", currency_field="currency_id", groups=SPENDERS
    )
    yishang_cost_ids = fields.One2many(
        "crm.yishang.campaign.cost", "campaign_id", string="Costs", groups=SPENDERS
    )
    yishang_cost = fields.Monetary(
        string="Cost",
        currency_field="currency_id",
        compute="_compute_yishang_cost",
        store=True,
        groups=SPENDERS,
        help="Sum of the costs entered.",
    )
    yishang_is_over_budget = fields.Boolean(
        compute="_compute_yishang_is_over_budget",
        groups=SPENDERS,
        export_string_translation=False,
    )

    @api.depends("yishang_cost_ids.amount")
    def _compute_yishang_cost(self):
        for campaign in self:
            campaign.yishang_cost = sum(campaign.yishang_cost_ids.mapped("amount"))

    @api.depends("yishang_cost", "yishang_budget")
    def _compute_yishang_is_over_budget(self):
        for campaign in self:
            budget = campaign.yishang_budget
            campaign.yishang_is_over_budget = 0 < budget < campaign.yishang_cost
