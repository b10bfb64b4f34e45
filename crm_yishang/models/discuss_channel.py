from odoo import models
from odoo.tools import html2plaintext

COMMAND = "/case"


class DiscussChannel(models.Model):
    """An agent in a live chat makes a service case of it, where live chat is there."""

    _inherit = "discuss.channel"

    def execute_command_case(self, **kwargs):
        """Open a case with what was said, by the command ``/case subject``."""
        self.ensure_one()
        subject = html2plaintext(kwargs.get("body") or "").strip()
        subject = subject.removeprefix(COMMAND).strip()
        if not subject:
            words = self.env._(
                "Open a service case with: %(command)s subject", command=COMMAND
            )
        elif not self.env["crm.yishang.service.case"].has_access("create"):
            words = self.env._(
                "You may not open service cases. Ask your administrator for the role "
                "of a service agent."
            )
        elif not self._yishang_is_live_chat():
            words = self.env._("Service cases are opened in live chats alone.")
        else:
            case = self._yishang_open_case(subject)
            words = self.env._("Opened the case: %s", case._get_html_link())
        self.env.user._bus_send_transient_message(self, words)

    def _yishang_is_live_chat(self):
        return self.channel_type == "livechat"

    def _yishang_open_case(self, subject):
        """Return the case of this chat, on the customer the visitor belongs to."""
        visitor = self._yishang_get_visitor()
        customer = visitor.yishang_customer_id
        # sudo: the agent works on the case, which opens the customer.
        cases = self.env["crm.yishang.service.case"].sudo()
        case = cases.create(
            {
                "subject": subject,
                "description": html2plaintext(self._get_channel_history()).strip(),
                "channel": "chat",
                "partner_id": customer.id,
                "contact_id": visitor.id if customer and visitor != customer else False,
                "receiver_id": self.env.uid,
                "user_id": self.env.uid,
            }
        )
        return case.sudo(False)

    def _yishang_get_visitor(self):
        """Return the customer's person in the chat, empty for an anonymous visitor."""
        # sudo: who is in the chat is seen by whoever is in it, too.
        people = self.sudo().with_context(active_test=False).channel_partner_ids
        people = people.filtered("partner_share")
        if any(people.mapped("is_public")):
            return people.browse()
        return people.filtered("yishang_customer_id")[:1]
