from odoo import models


class CrmYishangServiceType(models.Model):
    """What a customer asks of the service: inquiry, repair, complaint."""

    _name = "crm.yishang.service.type"
    _description = "Service Type"
    _inherit = "crm.yishang.dictionary.mixin"
