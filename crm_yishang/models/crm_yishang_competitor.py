from odoo import models


class CrmYishangCompetitor(models.Model):
    """Who else is after the same opportunities."""

    _name = "crm.yishang.competitor"
    _description = "Competitor"
    _inherit = "crm.yishang.dictionary.mixin"
