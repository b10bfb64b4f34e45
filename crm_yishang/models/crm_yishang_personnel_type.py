from odoo import models


class CrmYishangPersonnelType(models.Model):
    """What an operator does in the company: sales, service, management."""

    _name = "crm.yishang.personnel.type"
    _description = "Personnel Type"
    _inherit = "crm.yishang.dictionary.mixin"
