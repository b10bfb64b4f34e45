from odoo import fields, models


class CrmYishangCampaignCost(models.Model):
    """Money that a campaign really cost."""

    _name = "crm.yishang.campaign.cost"
    _description = "Campaign Cost"
    _order = "date DESC, id DESC"

    campaign_id = fields.Many2one(
        "utm.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    date = fields.Date(
        required=True, default=lambda self: self.env.company._yishang_get_day()
    )
    name = fields.Char(string="What For", required=True)
    amount = fields.Monetary(
        required=True, help="Untaxed, in the currency of the company."
    )

    _check_amount = models.Constraint(
        "CHECK (amount > 0)",
        "The cost of a campaign is above zero. Correct the amount, or remove the line.",
    )
