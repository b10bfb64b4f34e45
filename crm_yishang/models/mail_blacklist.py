from odoo import models


class MailBlacklist(models.Model):
    """Who wants no mail is known to whoever sees the customer."""

    _name = "mail.blacklist"
    _inherit = ["crm.yishang.addressed.mixin", "mail.blacklist"]

    _visible_address = "email"
