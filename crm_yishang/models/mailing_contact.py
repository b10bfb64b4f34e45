from odoo import models


class MailingContact(models.Model):
    """A list is no road to customers one does not see."""

    _name = "mailing.contact"
    _inherit = ["crm.yishang.addressed.mixin", "mailing.contact"]
