from odoo import models


class CrmYishangCustomerSource(models.Model):
    """What a customer came from: exhibition, referral, website."""

    _name = "crm.yishang.customer.source"
    _description = "Customer Source"
    _inherit = "crm.yishang.dictionary.mixin"
