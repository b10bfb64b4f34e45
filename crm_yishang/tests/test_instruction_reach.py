from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.http_routing.tests.common import MockRequest

from .instruction_common import TEXT, InstructionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestInstructionReach(InstructionCommon):
    """An instruction reaches its recipient on every road, and nobody outside."""

    def test_onlookers_see_the_visit(self):
        for user in (self.sales_gz1, self.service_manager):
            self.assertTrue(self._get_visible(user, self.visit), user.login)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_outside_reads_it_on_any_road(self):
        for user in self.outside:
            with self.subTest(user=user.login):
                mine = self.instruction.with_user(user)
                with self.assertRaises(AccessError):
                    mine.read(["body"])
                if not mine.has_access("read") and user == self.portal_user:
                    continue
                domain = [("id", "=", mine.id)]
                self.assertFalse(mine.search(domain))
                self.assertFalse(mine.search_count(domain))
                self.assertFalse(mine.name_search(TEXT))
                self.assertFalse(mine._read_group(domain, ["kind"], ["__count"]))
                self.assertFalse(
                    mine.formatted_read_group([], ["body"], ["__count"]),
                )
                self.assertEqual(mine.get_waiting()["rows"], [])

    def test_the_document_does_not_show_it_either(self):
        for user in (self.sales_gz1, self.service_manager):
            visit = self.visit.with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(visit.yishang_instruction_ids)
                self.assertFalse(visit.yishang_instruction_mark)
                found = visit.search([("yishang_instruction_mark", "=", "new")])
                self.assertFalse(found)
                messages = visit.message_ids | self.customer_sjz1.message_ids
                self.assertNotIn(TEXT, "".join(messages.mapped("body")))

    def test_messages_and_notifications(self):
        messages = self._get_messages()
        self.assertTrue(messages)
        for user in self.outside:
            with self.subTest(user=user.login):
                domain = [("id", "in", messages.ids)]
                self.assertFalse(messages.with_user(user).search(domain))
                if user == self.portal_user:
                    continue
                told = self.env["mail.notification"].with_user(user)
                found = told.search([("mail_message_id", "in", messages.ids)])
                self.assertFalse(found)
                notifications = messages.sudo().notification_ids
                self.assertTrue(notifications)
                for notification in notifications:
                    mine = notification.with_user(user)
                    self.assertFalse(mine.has_access("read"))
                    self.assertEqual(mine.display_name, "No access")

    def test_both_sides_see_that_something_was_sent(self):
        (sent,) = self._get_messages().notification_ids
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            with self.subTest(user=user.login):
                self.assertEqual(self._get_visible(user, sent), sent)
                self.assertTrue(sent.with_user(user).has_access("read"))

    def test_nobody_listens_to_the_channel_of_the_recipient(self):
        recipient = self.sales_sjz1.partner_id
        wanted = [f"res.partner_{recipient.id}", str(recipient)]
        for user in (self.staff | self.portal_user) - self.sales_sjz1:
            with self.subTest(user=user.login):
                socket = self.env["ir.websocket"].with_user(user)
                with MockRequest(socket.env) as request:
                    request.session.uid = user.id
                    channels = socket._build_bus_channel_list(wanted)
                self.assertNotIn(repr(recipient), map(repr, channels))
                self.assertIn(repr(user.partner_id), map(repr, channels))

    def test_the_chain_reads_it(self):
        for user in self.chain:
            mine = self.instruction.with_user(user)
            self.assertEqual(mine.read(["body"])[0]["body"], TEXT, user.login)

    def test_only_the_recipient_waits(self):
        for user in self.chain:
            waiting = self.env["crm.yishang.instruction"].with_user(user).get_waiting()
            expected = 1 if user == self.sales_sjz1 else 0
            self.assertEqual(waiting["unread"], expected, user.login)

    def test_the_waiting_list_names_what_the_banner_shows(self):
        self.visit.with_user(self.manager_north)._yishang_instruct(
            "note", "第一行\n第二行"
        )
        mine = self.env["crm.yishang.instruction"].with_user(self.sales_sjz1)
        waiting = mine.get_waiting()
        self.assertEqual((waiting["count"], waiting["more"]), (2, 1))
        newest = waiting["rows"][0]
        self.assertEqual(newest["line"], "第一行")
        self.assertEqual(newest["author"], "manager_north")
        self.assertEqual(newest["document"], self.visit.display_name)

    def test_the_bus_tells_both_sides_and_carries_no_text(self):
        bus = self.env["bus.bus"]
        self.env.cr.precommit.run()
        bus.search([]).unlink()
        self._instruct("rework", TEXT)
        self.env.cr.precommit.run()
        signals = bus.search([("message", "like", "crm_yishang.instruction")])
        partners = (self.leader_sjz | self.sales_sjz1).partner_id
        self.assertEqual(
            sorted(signals.mapped("channel")),
            sorted(
                f'["{self.env.cr.dbname}","res.partner",{partner.id}]'
                for partner in partners
            ),
        )
        for signal in signals:
            self.assertNotIn(TEXT, signal.message)
            self.assertIn('"payload":{}', signal.message)

    def test_the_inbox_message_goes_to_the_recipient_alone(self):
        self.sales_sjz1.notification_type = "inbox"
        bus = self.env["bus.bus"]
        self.env.cr.precommit.run()
        bus.search([]).unlink()
        self._instruct("note", "另一条内容")
        self.env.cr.precommit.run()
        carriers = bus.search([]).filtered(
            lambda signal: (
                "另一条内容" in signal.message
                or "\\u53e6\\u4e00\\u6761\\u5185" in signal.message
            )
        )
        partner = self.sales_sjz1.partner_id
        channel = f'["{self.env.cr.dbname}","res.partner",{partner.id}]'
        self.assertEqual(carriers.mapped("channel"), [channel])

    def test_mail_goes_to_the_recipient_alone(self):
        self.sales_sjz1.notification_type = "email"
        before = self.env["mail.mail"].search([])
        self._instruct("note", TEXT)
        mails = self.env["mail.mail"].search([]) - before
        partners = mails.recipient_ids
        self.assertEqual(partners, self.sales_sjz1.partner_id)
        self.assertFalse(any(mails.mapped("email_cc")))

    def test_the_reply_reaches_the_author_alone(self):
        before = self._get_messages()
        self.instruction.with_user(self.sales_sjz1).action_reply("回复内容")
        replies = self._get_messages() - before
        self.assertEqual(replies.partner_ids, self.leader_sjz.partner_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_form_for_the_reply_is_no_way_to_the_text(self):
        wizards = self.env["crm.yishang.instruction.reply"]
        vals = {"instruction_id": self.instruction.id, "reply": "好"}
        for user in self.outside - self.portal_user:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    wizard = wizards.with_user(user).create(vals)
                    self.assertNotEqual(wizard.body, TEXT)
                with self.assertRaises(AccessError):
                    wizards.with_user(user).create(vals).action_reply()
        self.assertEqual(self.instruction.state, "new")
        wizards.with_user(self.sales_sjz1).create(vals).action_reply()
        self.assertEqual(self.instruction.state, "replied")

    def test_the_way_to_a_hidden_document_is_the_instruction(self):
        mine = self.instruction.with_user(self.sales_sjz1)
        self.assertEqual(mine.action_view()["res_model"], self.visit._name)
        # A new owner would get the instruction as well.
        self.customer_sjz1.write(
            {"user_id": False, "yishang_region_id": self.guangzhou.id}
        )
        self.env.invalidate_all()
        self.assertEqual(mine.action_view()["res_model"], mine._name)
        row = mine.get_waiting()["rows"][0]
        self.assertNotIn("甲石家庄", row["document"])

    def test_the_session_tells_whom_it_concerns(self):
        def ask(user):
            instructions = self.env["crm.yishang.instruction"].with_user(user)
            self.env.flush_all()
            user.has_group("base.group_user")
            before = self.env.cr.sql_log_count
            info = instructions._get_session_info()
            self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
            return info

        self.assertEqual(ask(self.sales_sjz1), {"count": 1, "unread": 1})
        self.assertEqual(ask(self.leader_bd), {"count": 0, "unread": 0})
        self.assertIsNone(ask(self.host_user))
        self.assertIsNone(ask(self.accountant))

    def test_the_workbench_shows_it(self):
        workbench = self.env["crm.yishang.workbench"]
        section = workbench.with_user(self.sales_sjz1).get_data()["sections"][0]
        (note,) = section["notes"]
        self.assertEqual((note["text"], note["sender"]), (TEXT, "leader_sjz"))
        self.assertEqual(note["action"]["res_id"], self.instruction.id)
        sections = workbench.with_user(self.leader_sjz).get_data()["sections"]
        tiles = {tile["key"]: tile for tile in sections[0]["tiles"]}
        self.assertEqual(tiles["overdue"]["text"], "0")
        self.assertEqual(tiles["reading"]["text"], "0")
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        sections = workbench.with_user(self.leader_sjz).get_data()["sections"]
        tiles = {tile["key"]: tile for tile in sections[0]["tiles"]}
        self.assertEqual(tiles["reading"]["text"], "1")
        action = self.env.ref(tiles["reading"]["action"])
        self.assertEqual(action.tag, "crm_yishang.reading")
