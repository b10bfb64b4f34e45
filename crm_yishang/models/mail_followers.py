from odoo import models


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
