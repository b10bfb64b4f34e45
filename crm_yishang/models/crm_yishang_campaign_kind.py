from odoo import models


class CrmYishangCampaignKind(models.Model):
    """What a campaign is: an exhibition, a promotion, direct mail."""

    _name = "crm.yishang.campaign.kind"
    _description = "Campaign Kind"
    _inherit = "crm.yishang.dictionary.mixin"
