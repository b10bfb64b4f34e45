from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .smtp_sink import SmtpSink
from .survey_common import SurveyCommon


@tagged("post_install", "-at_install")
class TestSurvey(HttpCase, SurveyCommon):
    """Surveys reach whom they may, once, and tell each what is theirs to know."""

    def _get_mails(self):
        return self.env["mail.mail"].search([("subject", "like", "客户满意度调研")])

    def test_a_segment_is_invited_once_and_nobody_out_of_sight(self):
        before = self._get_mails()
        wizard = self._open_invite(self.marketer, yishang_segment_id=self.segment)
        message = wizard.action_invite()["params"]["message"]
        self.assertEqual(message[:9], "3 invited")
        seen = self.customer_sjz1 | self.customer_sjz2 | self.customer_bd1
        self.assertEqual(self.survey.user_input_ids.partner_id, seen)
        mails = self._get_mails() - before
        self.assertEqual(mails.recipient_ids, seen)
        self.assertEqual(len(mails), 3)
        for answer in self.survey.user_input_ids:
            (mail,) = (
                mail for mail in mails if answer.partner_id in mail.recipient_ids
            )
            self.assertIn(answer.access_token, mail.body_html)
        # The button was clicked twice, and somebody does it all again.
        wizard.action_invite()
        again = self._open_invite(self.marketer, yishang_segment_id=self.segment)
        message = again.action_invite()["params"]["message"]
        self.assertEqual(message[:9], "0 invited")
        self.assertEqual(self._get_mails() - before, mails)
        # Whoever sees more invites those who are left.
        more = self._open_invite(self.crm_admin, yishang_segment_id=self.segment)
        more.action_invite()
        self.assertEqual(
            self.survey.user_input_ids.partner_id & self.customers, self.owned
        )

    def test_addresses_lead_to_nobody_hidden_and_nobody_who_said_no(self):
        for barred in (self.customer_gz1.email, "leave-me@example.com"):
            wizard = self._open_invite(
                self.marketer, partner_ids=self.customer_sjz1, emails=barred
            )
            with self.assertRefused(UserError, barred):
                wizard.action_invite()
        with self.assertRaises(AccessError):
            self.env["survey.invite"].with_user(self.marketer).create(
                {
                    "survey_id": self.survey.id,
                    "partner_ids": self.customer_gz1.ids,
                    "subject": "x",
                    "body": "x",
                }
            )
        wizard = self._open_invite(self.marketer, partner_ids=self.pool_sjz)
        with self.assertRefused(UserError, "can be reached by e-mail"):
            wizard.action_invite()
        self.assertFalse(self.survey.user_input_ids)
        stranger = self._open_invite(
            self.marketer,
            partner_ids=self.customer_sjz1,
            emails="stranger@example.org",
        )
        stranger.action_invite()
        self.assertEqual(len(self.survey.user_input_ids), 2)

    def test_who_says_no_before_the_invitation_goes_gets_none(self):
        before = self._get_mails()
        self._open_invite(
            self.marketer, yishang_segment_id=self.segment
        ).action_invite()
        mails = self._get_mails() - before
        self.env["mail.blacklist"].create({"email": self.customer_sjz1.email})
        servers = self.env.registry["ir.mail_server"]
        self.startPatcher(patch.object(servers, "_disable_send", lambda *args: False))
        sink = SmtpSink.start_for(self)
        mails.send()
        told = sorted(address for to, _mail in sink.mails for address in to)
        wanted = self.customer_sjz2 | self.customer_bd1
        self.assertEqual(told, sorted(wanted.mapped("email")))

    def test_answers_belong_to_their_customer(self):
        mine = self._answer(self.customer_sjz1, "泵很好")
        contact = self._answer(self.customer_gz1.child_ids[0], "太贵", 1)
        internal = self._answer(self.director.partner_id, "同事的话")
        self.assertEqual(contact.yishang_customer_id, self.customer_gz1)
        inputs = self.env["survey.user_input"]
        everything = mine | contact | internal
        for user, seen in (
            (self.sales_sjz1, mine),
            (self.sales_sjz2, inputs),
            (self.sales_gz1, contact),
            (self.marketer, mine | internal),
            (self.director, mine | contact),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._get_visible(user, everything), seen)
                lines = self._get_visible(user, everything.user_input_line_ids)
                self.assertEqual(lines.user_input_id, seen)
        for user in (self.host_user, self.cashier):
            with self.assertRaises(AccessError):
                inputs.with_user(user).search([])
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_answer_count, 1)
        ledger = self.env["crm.yishang.customer.ledger"].with_user(self.sales_sjz1)
        (data,) = ledger.get_data(customer.ids)
        (table,) = [table for table in data["tables"] if table["key"] == "answers"]
        self.assertEqual(
            [row["cells"][1:] for row in table["rows"]],
            [
                ["客户满意度调研", "您满意吗", "满意"],
                ["客户满意度调研", "意见", "泵很好"],
            ],
        )
        # The customer changes hands, and the answers with it.
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_sjz2.id
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_visible(self.sales_sjz2, everything), mine)
        self.assertFalse(self._get_visible(self.sales_sjz1, everything))

    def test_segments_ask_for_answers(self):
        self._answer(self.customer_sjz1, "好")
        self._answer(self.customer_gz1, "不好", 1)
        good, bad = self.choice.suggested_answer_ids
        for condition, found in (
            (f"[('yishang_answer_ids.survey_id', '=', {self.survey.id})]", 2),
            (
                "[('yishang_answer_ids.user_input_line_ids.suggested_answer_id', '=',"
                f" {good.id})]",
                1,
            ),
            ("[('yishang_answer_ids.scoring_percentage', '>=', 50)]", 1),
        ):
            self.segment.domain = condition
            self.env.flush_all()
            size = self.segment.with_user(self.director)._search_customers()
            self.assertEqual(len(size & self.owned), found, condition)
        self.segment.domain = (
            "[('yishang_answer_ids.user_input_line_ids.suggested_answer_id', '=',"
            f" {bad.id})]"
        )
        self.assertFalse(self.segment.with_user(self.marketer)._search_customers())

    @mute_logger("odoo.http")
    def test_results_show_no_words_of_hidden_customers(self):
        self._answer(self.customer_sjz1, "Sjz-fine")
        hidden = self._answer(self.customer_gz1, "Gz-dear")
        for user, shown in ((self.marketer, False), (self.crm_admin, True)):
            self.authenticate(user.login, user.login)
            page = self.url_open(f"/survey/results/{self.survey.id}").text
            with self.subTest(user=user.login):
                self.assertIn("Sjz-fine", page)
            self.assertEqual("Gz-dear" in page, shown)
            self.assertNotIn("丁广州", page)
        self.authenticate(self.marketer.login, self.marketer.login)
        line = hidden.user_input_line_ids[-1]
        answer = self.url_open(
            f"/survey/results/{self.survey.id}?filters=L,0,{line.id}"
        )
        self.assertNotIn("Gz-dear", answer.text)

    def test_the_customer_answers_over_the_link(self):
        wizard = self._open_invite(self.marketer, partner_ids=self.customer_sjz1)
        wizard.action_invite()
        answer = self.survey.user_input_ids
        self.authenticate(None, None)
        page = self.url_open(answer.get_start_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn("客户满意度调研", page.text)
        other = self.url_open(self.survey.get_start_url())
        self.assertNotIn("您满意吗", other.text)
