from odoo import models


class CrmActivityReport(models.Model):
    _name = "crm.activity.report"
    _inherit = ["crm.yishang.visible.mixin", "crm.activity.report"]

    _visible_through = ("lead_id",)
