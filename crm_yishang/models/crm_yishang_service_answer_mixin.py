from odoo import models
from odoo.tools import email_normalize, formataddr

# So that no other program answers ours, and none of ours the other.
HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class CrmYishangServiceAnswerMixin(models.AbstractModel):
    """What leaves a case by mail: that it was received, and what agents answer."""

    _name = "crm.yishang.service.answer.mixin"
    _description = "Answers of Service Cases"

    def _message_add_default_recipients(self):
        """Have no contact made of an unknown sender, see ``message_post``."""
        found = super()._message_add_default_recipients()
        for defaults in found.values():
            defaults["email_to_lst"] = []
        return found

    def _get_reader_lang(self):
        """Return the language of whoever gets mails on the case."""
        self.ensure_one()
        reader = self.contact_id or self.partner_id or self.company_id.partner_id
        return reader.lang or self.company_id.partner_id.lang or self.env.user.lang

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers come back to the team's address, or else where the host wants."""
        reply_to = super()._notify_get_reply_to(default=default, author_id=author_id)
        # sudo: customers in the portal read no teams.
        for case in self.sudo():
            if address := case.team_id.alias_email:
                reply_to[case.id] = formataddr((case.team_id.name, address))
        return reply_to

    def message_post(self, **kwargs):
        """Send what is written to an unknown sender to the address that was kept."""
        if self._answers_stranger(kwargs):
            kwargs["outgoing_email_to"] = self.email_from
            return super(
                CrmYishangServiceAnswerMixin,
                self.with_context(lang=self._get_reader_lang()),
            ).message_post(**kwargs)
        return super().message_post(**kwargs)

    def _answers_stranger(self, kwargs):
        comment = self.env.ref("mail.mt_comment")
        return (
            self.email_from
            and not self.partner_id
            and kwargs.get("message_type") == "comment"
            and not kwargs.get("outgoing_email_to")
            and comment.id == kwargs.get("subtype_id", comment.id)
            and kwargs.get("subtype_xmlid", "mail.mt_comment") == "mail.mt_comment"
            and self.env.user._is_internal()
        )

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self.env.context.get("yishang_acknowledges"):
            self.with_context(yishang_acknowledges=False)._acknowledge(message)
        elif self.state == "new" and self._is_answer(message):
            # Whoever answers the customer has accepted the case.
            user = message.author_id.main_user_id
            case = self.with_user(user)
            if case.has_access("write"):
                case.action_accept()
        return result

    def _is_answer(self, message):
        """Return whether a colleague has written to the customer."""
        author = message.author_id
        return (
            message.message_type in ("comment", "email", "email_outgoing")
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and bool(author.main_user_id)
            and not author.partner_share
            and self._reaches_customer(message)
        )

    def _reaches_customer(self, message):
        # sudo: followers may be hidden from whoever writes.
        readers = message.sudo().partner_ids | self.sudo().message_partner_ids
        return bool(message.outgoing_email_to) or any(readers.mapped("partner_share"))

    def _acknowledge(self, message):
        """Tell the sender of a mail that it was received, and under which number."""
        team = self.team_id
        template = team.receipt_template_id or self.env.ref(
            "crm_yishang.crm_yishang_service_received_template",
            raise_if_not_found=False,
        )
        sender = message.author_id
        if (
            not team.is_receipt_sent
            or not template
            or not self.email_normalized
            or (sender and not sender.partner_share)
            or self.env.context.get("yishang_quiet_mail")
        ):
            return
        lang = self._get_reader_lang()
        texts = {
            # sudo: the template may name what the sender of the mail does not see.
            name: template.sudo()._render_field(name, self.ids, set_lang=lang)[self.id]
            for name in ("subject", "body_html")
        }
        address = team.alias_email or self.company_id.email
        is_known = email_normalize(sender.email or "") == self.email_normalized
        self.with_context(lang=lang).message_post(
            author_id=self.env.ref("base.partner_root").id,
            email_from=address and formataddr((team.name, address)),
            subject=texts["subject"],
            body=texts["body_html"],
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=sender.ids if is_known else [],
            outgoing_email_to=False if is_known else self.email_from,
            email_layout_xmlid="mail.mail_notification_light",
            mail_headers=HEADERS,
            notify_skip_followers=True,
            parent_id=message.id,
        )
