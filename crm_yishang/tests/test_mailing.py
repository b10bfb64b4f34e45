from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sms.tools.sms_api import SmsApi

from .mailing_common import QUIET, MailingCommon


@tagged("post_install", "-at_install")
class TestMailing(MailingCommon):
    """Mailings reach customers the sender sees, who want them, once."""

    def test_the_queue_sends_with_the_sight_of_the_sender(self):
        by_hand = self._create_mailing()
        by_hand.action_launch()
        self.assertEqual(by_hand.yishang_sender_id, self.marketer)
        self.assertEqual(self._run_queue(), self._hebei)
        self.assertEqual(by_hand.state, "done")
        segment = self._create_mailing(
            yishang_segment_id=self.segment.id, mailing_domain="[]"
        )
        segment.action_launch()
        self.assertEqual(self._run_queue(), self._hebei)

    def test_nobody_borrows_the_sight_of_a_colleague(self):
        self.director.group_ids += self.env.ref("mass_mailing.group_mass_mailing_user")
        mailing = self._create_mailing(self.director)
        mailing.action_launch()
        # A responsible, a sender by hand, an edit of what waits: nothing widens.
        own = self._create_mailing(user_id=self.director.id)
        own.write({"yishang_sender_id": self.director.id, "user_id": self.director.id})
        self.assertEqual(own.yishang_sender_id, self.marketer)
        own.action_launch()
        mailing.with_user(self.marketer).mailing_domain = repr(
            [("id", "in", self.customer_gz1.ids)]
        )
        self.assertEqual(self._run_queue(), self._hebei)
        everybody = self._create_mailing(self.director)
        everybody.action_launch()
        self.assertEqual(self._run_queue(), self._get_addresses(*self.owned))
        # Looking at it, the marketing user counts the own customers alone.
        for user, count in ((self.marketer, 3), (self.director, 4)):
            # Besides those who have no address: one and three of the pool.
            seen = everybody.with_user(user)
            everybody.invalidate_recordset()
            self.assertEqual((seen.sent, seen.delivered), (count, count))
            domain = [("mass_mailing_id", "=", everybody.id)]
            traces = self.env["mailing.trace"].with_user(user)
            self.assertEqual(seen.expected, traces.search_count(domain))
            self.assertEqual(seen.expected, {3: 4, 4: 7}[count])

    @mute_logger(*QUIET)
    def test_no_recipient_is_named_past_the_own_sight(self):
        mailing = self._create_mailing()
        with self.assertRefused(AccessError, "not yours to write"):
            mailing.action_send_mail(self.customer_gz1.ids)
        for model, values in (
            (
                "mail.compose.message",
                {
                    "composition_mode": "mass_mail",
                    "model": "res.partner",
                    "res_ids": repr(self.customer_gz1.ids),
                    "subject": "S",
                    "body": "B",
                },
            ),
            (
                "sms.composer",
                {
                    "composition_mode": "mass",
                    "res_model": "res.partner",
                    "res_ids": repr(self.customer_gz1.ids),
                    "body": "B",
                },
            ),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                composer = self.env[model].with_user(self.marketer).create(values)
                if model == "sms.composer":
                    composer.action_send_sms()
                else:
                    composer.action_send_mail()
        self.assertEqual(self._deliver(), [])
        hidden = self.env["mailing.trace"].search_count(
            [("res_id", "=", self.customer_gz1.id), ("model", "=", "res.partner")]
        )
        self.assertEqual(hidden, 0)
        # Whatever is written into a letter is read with the rights of the sender.
        self.marketer.group_ids += self.env.ref("mail.group_mail_template_editor")
        count = "object.env['res.partner'].search_count([('id', '=', %s)])"
        spy = self._create_mailing(
            mailing_domain=repr([("id", "=", self.customer_sjz1.id)]),
            subject="{{ 5 + %s }}" % (count % self.customer_gz1.id),
        )
        spy.action_launch()
        self._run_job()
        self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual([mail["Subject"] for _to, mail in self.sink.mails], ["5"])

    def test_whoever_wants_none_gets_none(self):
        self.env["mail.blacklist"].create({"email": self.addresses[self.customer_sjz2]})
        expected = self._get_addresses(self.customer_sjz1, self.customer_bd1)
        for values in (
            {},
            {"use_exclusion_list": False},
            {"yishang_segment_id": self.segment.id, "mailing_domain": "[]"},
        ):
            with self.subTest(values=values):
                mailing = self._create_mailing(**values)
                mailing.action_launch()
                self.assertEqual(self._run_queue(), expected)

    def test_nothing_is_sent_twice(self):
        mailing = self._create_mailing()
        mailing.action_launch()
        mailing.action_launch()
        self.assertEqual(self._run_queue(), self._hebei)
        # Again, by the button, by the job and by name.
        mailing.action_launch()
        self.assertEqual(self._run_queue(), [])
        with self.assertRaises(UserError), mute_logger(*QUIET):
            mailing.action_send_mail()
        with mute_logger(*QUIET):
            mailing.action_send_mail(self.customer_sjz1.ids)
        self.assertEqual(self._deliver(), [])
        mailing.action_retry_failed()
        self.assertEqual(self._run_queue(), [])
        # Two at once, before either knows of the other: the second one fails.
        trace = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id), ("trace_status", "=", "sent")],
            limit=1,
        )
        with (
            self.assertRaises(IntegrityError),
            mute_logger(*QUIET),
            self.cr.savepoint(),
        ):
            trace.copy()
            self.env.flush_all()

    def test_an_ab_test_stays_in_sight(self):
        values = {"ab_testing_enabled": True, "ab_testing_pc": 34}
        values["mailing_domain"] = repr([("id", "in", self.owned.ids)])
        first = self._create_mailing(**values)
        second = first.copy({"subject": "B"})
        self.assertEqual(second.campaign_id, first.campaign_id)
        (first | second).action_launch()
        tested = self._run_queue()
        self.assertEqual(len(tested), 2)
        with mute_logger(*QUIET):
            first.with_user(SUPERUSER_ID).action_select_as_winner()
        rest = self._run_queue()
        self.assertEqual(sorted(tested + rest), self._hebei)

    def test_who_may_not_send_any_more_stops_no_other(self):
        lost = self._create_mailing()
        lost.action_launch()
        self.marketer.group_ids -= self.env.ref(
            "crm_yishang.crm_yishang_group_marketing"
        )
        self.marketer.group_ids -= self.env.ref("mass_mailing.group_mass_mailing_user")
        self.assertEqual(self._run_queue(), [])
        self.assertEqual(lost.sudo().state, "draft")
        bodies = lost.sudo().message_ids.mapped("body")
        self.assertTrue([body for body in bodies if "may not send" in body])

    def test_text_messages_follow_the_same_rules(self):
        self.env["phone.blacklist"].create({"number": self.customer_sjz2.phone})
        mailing = self._create_mailing(
            mailing_type="sms",
            body_plaintext="新品",
            yishang_segment_id=self.segment.id,
            use_exclusion_list=False,
        )
        mailing.action_launch()
        self._run_job()
        mailing.action_launch()
        self._run_job()
        sent = self.env["sms.sms"].sudo().search([("mailing_id", "=", mailing.id)])
        self.assertEqual(
            sent.filtered(lambda sms: sms.state == "outgoing").partner_id,
            self.customer_sjz1 | self.customer_bd1,
        )

    def test_who_says_no_before_it_is_delivered_gets_none(self):
        mailing = self._create_mailing(use_exclusion_list=False)
        mailing.action_launch()
        servers = self.env.registry["ir.mail_server"]
        with patch.object(servers, "_disable_send", lambda *args: True):
            self._run_job()
        # The letters are written and wait.
        self.assertEqual(self._count_waiting(mailing), 3)
        self.env["mail.blacklist"].create({"email": self.addresses[self.customer_sjz2]})
        expected = self._get_addresses(self.customer_sjz1, self.customer_bd1)
        self.assertEqual(self._deliver(), expected)
        self.assertEqual(self._count_waiting(mailing), 0)
        trace = self.env["mailing.trace"].search(
            [
                ("mass_mailing_id", "=", mailing.id),
                ("yishang_partner_id", "=", self.customer_sjz2.id),
            ]
        )
        self.assertEqual(
            (trace.trace_status, trace.failure_type), ("cancel", "mail_bl")
        )
        mailing.action_retry_failed()
        self.assertEqual(self._run_queue(), [])

    def _count_waiting(self, mailing):
        mails = self.env["mail.mail"].sudo()
        return mails.search_count(
            [("mailing_id", "=", mailing.id), ("state", "=", "outgoing")]
        )

    def test_who_says_no_before_a_text_message_goes_gets_none(self):
        mailing = self._create_mailing(
            mailing_type="sms", body_plaintext="新品", use_exclusion_list=False
        )
        mailing.action_launch()
        self._run_job()
        self.env["phone.blacklist"].create({"number": self.customer_sjz2.phone})
        asked = []

        def send(_api, messages, **_kwargs):
            numbers = [one for message in messages for one in message["numbers"]]
            asked.extend(one["number"] for one in numbers)
            return [{"uuid": one["uuid"], "state": "success"} for one in numbers]

        with patch.object(SmsApi, "_send_sms_batch", send):
            self.env["sms.sms"].sudo().search(
                [("mailing_id", "=", mailing.id), ("state", "=", "outgoing")]
            ).send()
        wanted = self.customer_sjz1 | self.customer_bd1
        self.assertEqual(sorted(asked), sorted(wanted.mapped("phone_sanitized")))
        trace = self.env["mailing.trace"].search(
            [
                ("mass_mailing_id", "=", mailing.id),
                ("yishang_partner_id", "=", self.customer_sjz2.id),
            ]
        )
        self.assertEqual(trace.trace_status, "cancel")
