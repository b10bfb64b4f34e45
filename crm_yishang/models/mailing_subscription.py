from odoo import models


class MailingSubscription(models.Model):
    _name = "mailing.subscription"
    _inherit = ["crm.yishang.visible.mixin", "mailing.subscription"]

    _visible_through = ("contact_id",)
