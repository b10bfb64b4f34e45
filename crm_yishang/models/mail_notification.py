from odoo import models


class MailNotification(models.Model):
    """A notification is hidden with its recipient and with its message."""

    _name = "mail.notification"
    _inherit = [
        "crm.yishang.attached.mixin",
        "crm.yishang.visible.mixin",
        "mail.notification",
    ]

    _visible_through = ("res_partner_id",)

    def _get_document(self):
        message = self.mail_message_id
        return message.model, message.res_id
