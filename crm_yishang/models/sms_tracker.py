from odoo import models


class SmsTracker(models.Model):
    _name = "sms.tracker"
    _inherit = ["crm.yishang.visible.mixin", "sms.tracker"]

    _visible_through = ("mailing_trace_id",)
