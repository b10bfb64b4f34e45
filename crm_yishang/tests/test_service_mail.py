from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .mail_common import MailCommon


@tagged("post_install", "-at_install")
class TestServiceMail(MailCommon):
    """Mails come in and go out as they do in real life."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.now))

    def test_a_mail_in_gb18030_opens_a_case_of_its_customer_and_is_confirmed(self):
        self._create_policy()
        self.team.assignment = "round_robin"
        case = self._receive("gb18030")
        self.assertEqual(
            (case.subject, case.channel, case.state, case.partner_id, case.contact_id),
            ("三号车间空调不制冷㐀", "mail", "new", self.customer_sjz1, self.contact),
        )
        self.assertEqual(
            case.description,
            "三号车间的空调从早上起不制冷，请尽快派人。\n电话 13800138000",
        )
        self.assertEqual(case.email_from, '"李经理" <li@sjz.example>')
        self.assertEqual((case.team_id, case.company_id), (self.team, self.company))
        self.assertEqual(case.user_id, self.team.member_ids.sorted("id")[0])
        # Two working hours from noon on: lunch ends at one.
        self.assertEqual(str(case.date_response_due), "2026-03-04 07:00:00")
        ((recipients, mail),) = [
            one for one in self._take_sent() if "li@sjz.example" in one[0]
        ]
        self.assertEqual(recipients, ["li@sjz.example"])
        self.assertEqual(
            mail["Subject"], f"We received your message: {case.name} {case.subject}"
        )
        self.assertEqual(mail["Auto-Submitted"], "auto-replied")
        self.assertIn("service@yishang.example", mail["Reply-To"])
        self.assertIn(case.name, self._get_text(mail))
        # The same mail once more, as a second server delivers it.
        self.assertFalse(self._receive("gb18030"))
        self.assertFalse(self._take_sent())

    def test_customers_are_answered_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.contact.lang = "zh_CN"
        template = self.env.ref("crm_yishang.crm_yishang_service_received_template")
        template.with_context(lang="zh_CN").subject = "已收到：{{ object.name }}"
        case = self._receive("gb18030")
        (mail,) = [one[1] for one in self._take_sent() if "li@sjz.example" in one[0]]
        self.assertEqual(mail["Subject"], f"已收到：{case.name}")
        self.team.is_receipt_sent = False
        self.assertTrue(self._receive("html_only"))
        self.assertFalse([one for one in self._take_sent() if "li@" in one[0][0]])

    def test_other_charsets_html_and_ten_attachments(self):
        case = self._receive("gb2312")
        self.assertEqual(case.subject, "发票何时寄出")
        self.assertEqual(case.description, "上月的发票还没有收到。")
        self.assertEqual(case.partner_id, self.customer_gz1)
        case = self._receive("html_only")
        self.assertEqual(case.subject, "Re: 报价")
        self.assertEqual(case.description, "滤网*破了*，要换。\n另外噪音大。")
        body = str(case.message_ids.filtered("email_from").sorted("id")[0].body)
        self.assertIn("去年的报价", body)
        self.assertNotIn("script", body)
        case = self._receive("attachments")
        files = case.message_ids.attachment_ids.sorted("id")
        self.assertEqual(
            files.mapped("name"), [f"照片{number}.png" for number in range(1, 11)]
        )
        self.assertEqual(set(files.mapped("res_id")), {case.id})
        self.assertEqual(case.description, "十张照片见附件。")

    def test_an_answer_goes_out_and_the_reply_comes_back_to_the_case(self):
        case = self._receive("gb18030")
        self._take_sent()
        own = case.with_user(self.agent)
        own.message_post(
            body="请问何时方便？",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        # The answer is the first response.
        self.assertEqual((case.state, case.user_id), ("accepted", self.agent))
        self.assertEqual(case.date_responded, self.now)
        ((recipients, mail),) = self._take_sent()
        self.assertEqual(recipients, ["li@sjz.example"])
        self.assertIn("service@yishang.example", mail["Reply-To"])
        own.action_wait()
        with freeze_time("2026-03-04 06:30:00"):
            self.assertFalse(self._receive("vacation", mail["Message-Id"]))
            self.assertEqual(case.state, "waiting")
            self.assertIn("休假", str(case.message_ids[0].body))
            self._take_sent()
            self.assertFalse(self._receive("reply", mail["Message-Id"]))
        self.assertEqual((case.state, case.date_paused), ("in_progress", False))
        # From one to half past two.
        self.assertAlmostEqual(case.paused_hours, 1.5)
        message = case.message_ids.filtered(lambda one: one.message_type == "email")[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertIn("原始邮件", str(message.body))
        # The agent follows the case and hears of it; the customer gets no echo.
        sent = self._take_sent()
        self.assertEqual([one[0] for one in sent], [[self.agent.email]])

    def test_a_reply_reopens_what_was_solved_and_asks_about_what_is_over(self):
        case = self._receive("gb18030")
        message_id = case.message_ids.filtered("message_id")[-1].message_id
        case.write({"user_id": self.agent.id, "result": "加了冷媒"})
        case.action_solve()
        self._receive("reply", message_id)
        self.assertEqual((case.state, case.reopen_count), ("in_progress", 1))
        case.action_cancel()
        self._receive("reply", message_id, **{"reply-1": "reply-2"})
        self.assertEqual(case.state, "cancelled")
        self.assertEqual(case.activity_ids.user_id, self.agent)

    def test_programs_open_no_cases_and_nobody_answers_them(self):
        for name in ("vacation", "newsletter", "bounce"):
            with self.subTest(mail=name):
                self.assertFalse(self._receive(name, "<nothing@nowhere>"))
                self.assertFalse(self._take_sent())
        # A sender who wants no programs' answers has a case, and no receipt.
        quiet = {"MIME-Version": "X-Auto-Response-Suppress: All\r\nMIME-Version"}
        self.assertTrue(self._receive("unknown", **quiet))
        self.assertFalse(self._take_sent())
        # Our own address writes to itself.
        own = {"li@sjz.example": "service@yishang.example"}
        self.assertFalse(self._receive("html_only", **own))
        # A machine an administrator lets in by hand.
        self.env["mail.gateway.allowed"].create({"email": "news@shop.example"})
        self.assertTrue(self._receive("newsletter", **{"news-1": "news-2"}))

    def test_a_program_that_answers_without_saying_so_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        opened = [
            len(self._receive("unknown", **{"unknown-1": f"unknown-{number}"}))
            for number in range(5)
        ]
        self.assertEqual(opened, [1, 1, 1, 0, 0])

    def test_nobody_known_is_answered_at_the_address_and_linked_later(self):
        partners = self.env["res.partner"].search_count([])
        case = self._receive("unknown")
        self.assertFalse(case.partner_id | case.contact_id)
        self.assertEqual(case.email_from, '"陌生人" <stranger@nowhere.example>')
        ((recipients, _mail),) = self._take_sent()
        self.assertEqual(recipients, ["stranger@nowhere.example"])
        own = case.with_user(self.agent)
        own.message_post(
            body="一台三千。", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        ((recipients, mail),) = self._take_sent()
        self.assertEqual(recipients, ["stranger@nowhere.example"])
        self.assertIn("service@yishang.example", mail["Reply-To"])
        self.assertEqual(case.state, "accepted")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        # Visible to the team alone, until it has a customer.
        self.assertFalse(self._get_visible(self.sales_sjz1, case))
        self.assertFalse(own.can_create_customer)
        seller = case.with_user(self.director)
        action = seller.action_create_customer()
        customers = self.env["res.partner"].with_user(self.director)
        customer = customers.with_context(**action["context"]).create(
            {"user_id": self.sales_sjz1.id}
        )
        self.assertEqual(customer.name, "陌生人")
        self.assertEqual(customer.email, "stranger@nowhere.example")
        self.assertEqual(case.partner_id, customer)
        self.assertEqual(self._get_visible(self.sales_sjz1, case), case)

    def test_a_colleague_hands_a_mail_on(self):
        self.agent.email = "agent_mail@example.com"
        # The host tells the old address.
        self._take_sent()
        case = self._receive("forward")
        self.assertEqual((case.receiver_id, case.partner_id.id), (self.agent, False))
        self.assertEqual(case.subject, "转发: 门锁打不开")
        self.assertIn("门锁打不开了", case.description)
        # No receipt for colleagues.
        self.assertFalse(self._take_sent())

    def test_a_mail_tells_nobody_who_may_not_see_the_customer(self):
        outsider = self.sales_gz1
        case = self._receive("gb18030")
        case.message_subscribe(outsider.partner_id.ids)
        self._take_sent()
        self._receive("reply", case.message_ids[-1].message_id)
        recipients = [address for one in self._take_sent() for address in one[0]]
        self.assertNotIn(outsider.email, recipients)
        self.assertFalse(self._get_visible(outsider, case))
        # One address of two customers: people decide whose case it is.
        twin = self.contact.copy({"parent_id": self.customer_sjz2.id})
        twin.email = "li@sjz.example"
        other = self._receive("html_only")
        self.assertFalse(other.partner_id or other.contact_id)
        self.assertFalse(other.message_ids.author_id & (self.contact | twin))
        # Once it is known, people of the wrong one read no answers.
        other.partner_id = self.customer_sjz1
        self.assertIn(self.contact, other.message_partner_ids)
        other.write({"contact_id": False, "partner_id": self.customer_gz1.id})
        self.assertNotIn(self.contact, other.message_partner_ids)

    def test_partners_of_another_company_are_nobody_known(self):
        company = self.env["res.company"].create({"name": "乙公司"})
        self.contact.write({"email": "else@sjz.example"})
        self.env["res.partner"].create(
            {"name": "别家", "email": "li@sjz.example", "company_id": company.id}
        )
        case = self._receive("html_only")
        mail = case.message_ids.filtered(lambda one: one.message_type == "email")
        self.assertFalse(case.partner_id or mail.author_id)

    def test_an_address_of_a_team_belongs_to_it(self):
        alias = self.team.alias_id
        self.assertEqual(alias.alias_model_id.model, "crm.yishang.service.case")
        self.assertEqual(alias.alias_defaults, str({"team_id": self.team.id}))
        manager = self.team.with_user(self.service_manager)
        manager.alias_name = "help"
        self.assertEqual(self.team.alias_email, "help@yishang.example")
        other = manager.create(
            {"name": "二组", "member_ids": [Command.set(self.stranger.ids)]}
        )
        self.assertFalse(other.alias_id)
        with self.subTest("a team without an address sends from where the host does"):
            case = self._create_case(
                self.service_manager, self.customer_sjz1, team_id=other.id
            )
            reply_to = case._notify_get_reply_to()[case.id]
            self.assertIn("catchall@yishang.example", reply_to)
