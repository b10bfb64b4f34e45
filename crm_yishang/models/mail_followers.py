from odoo import models


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["crm.yishang.visible.mixin", "mail.followers"]

    _visible_through = ("partner_id",)
