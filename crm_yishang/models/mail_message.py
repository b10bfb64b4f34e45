from odoo import models

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """A message is hidden with its document, and its sender if that is hidden."""

    _name = "mail.message"
    _inherit = [
        "crm.yishang.attached.mixin",
        "crm.yishang.masked.mixin",
        "mail.message",
    ]

    _masked_texts = {
        "email_from": "author_id",
        "incoming_email_cc": "author_id",
        "incoming_email_to": "author_id",
        "reply_to": "author_id",
    }

    def _get_document(self):
        return self.model, self.res_id

    def _message_notifications_to_store(self, store):
        """The host brings the failures of the current user in superuser mode."""
        messages = self - self._get_hidden() if self._is_narrowed() else self
        return super(MailMessage, messages)._message_notifications_to_store(store)

    def _to_store_defaults(self, target):
        """The host reads the sender past ``_read_format``."""
        names = super()._to_store_defaults(target)
        masked = self._get_masked_ids(["email_from"]).get("email_from", ())
        for index, field in enumerate(names):
            if isinstance(field, Store.Attr) and field.field_name == "email_from":
                names[index] = Store.Attr(
                    "email_from",
                    lambda message: message.id not in masked and message.email_from,
                    predicate=field.predicate,
                )
        return names
