from unittest.mock import patch

from markupsafe import Markup

from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceLivechat(ServiceCommon):
    """An agent in a live chat opens a case with what was said."""

    def setUp(self):
        super().setUp()
        self.said = []
        bus = self.env.registry["res.users"]
        self.startPatcher(
            patch.object(
                bus,
                "_bus_send_transient_message",
                lambda _user, _channel, words: self.said.append(str(words)),
            )
        )
        self.contact = self.customer_sjz1.child_ids

    def _command(self, channel, user, words):
        self.said.clear()
        before = self.env["crm.yishang.service.case"].search([])
        channel.with_user(user).execute_command_case(body=words)
        return self.env["crm.yishang.service.case"].search([]) - before

    def _create_chat(self, visitor):
        """Create what live chat makes, which need not be installed."""
        channels = self.env["discuss.channel"]
        model = self.env.registry["discuss.channel"]
        for name, answer in (
            ("_yishang_is_live_chat", lambda _chat: True),
            (
                "_get_channel_history",
                lambda _chat: Markup("<b>客户：</b><br/>空调不制冷"),
            ),
        ):
            self.startPatcher(patch.object(model, name, answer, create=True))
        partners = self.agent.partner_id | visitor
        return channels.create(
            {
                "name": "访客",
                "channel_type": "group",
                "channel_member_ids": [
                    Command.create({"partner_id": partner.id}) for partner in partners
                ],
            }
        )

    def test_the_command_is_for_live_chats_and_for_agents(self):
        channel = self.env["discuss.channel"].create(
            {"name": "群", "channel_type": "channel"}
        )
        self.assertFalse(self._command(channel, self.agent, "/case 坏了"))
        self.assertIn("live chats alone", self.said[0])
        self.assertFalse(self._command(channel, self.agent, "/case"))
        self.assertIn("/case subject", self.said[0])
        self.assertFalse(self._command(channel, self.cashier, "/case 坏了"))
        self.assertIn("role of a service agent", self.said[0])

    def test_a_chat_becomes_a_case_of_the_visitors_customer(self):
        chat = self._create_chat(self.contact)
        self.assertFalse(self._get_visible(self.agent, self.customer_sjz1))
        case = self._command(chat, self.agent, "/case 空调")
        self.assertEqual(
            (case.subject, case.channel, case.partner_id, case.contact_id),
            ("空调", "chat", self.customer_sjz1, self.contact),
        )
        self.assertEqual((case.user_id, case.receiver_id), (self.agent, self.agent))
        self.assertEqual(case.description, "*客户：*\n空调不制冷")
        self.assertIn(f"data-oe-id='{case.id}'", self.said[0])
        # The case opens the customer.
        self.assertTrue(self._get_visible(self.agent, self.customer_sjz1))
