from odoo import models


class CrmActivityReport(models.Model):
    _name = "crm.activity.report"
    _inherit = ["crm.activity.report", "crm.yishang.visible.mixin"]

    _visible_through = "lead_id"
