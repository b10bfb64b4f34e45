from odoo import models


class CrmYishangFollowStage(models.Model):
    """How far the work on a customer without an opportunity has come."""

    _name = "crm.yishang.follow.stage"
    _description = "Follow-up Stage"
    _inherit = "crm.yishang.dictionary.mixin"
