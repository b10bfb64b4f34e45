from odoo import models


class LinkTrackerClick(models.Model):
    _name = "link.tracker.click"
    _inherit = ["crm.yishang.visible.mixin", "link.tracker.click"]

    _visible_through = ("mailing_trace_id",)
