import re

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import CASE, PNG, PortalCommon


@tagged("post_install", "-at_install")
class TestCasePortal(PortalCommon):
    """A customer submits cases, follows them and says when they are solved."""

    def test_a_customer_submits_follows_closes_and_reopens_a_case(self):
        order = self._sell(self.customer_sjz1, "离心泵")
        self.team.assignment = "round_robin"
        self._login(self.portal)
        page = self.url_open("/my/cases/new").text
        for words in ("离心泵", order.name, "csrf_token"):
            self.assertIn(words, page)
        answer, case = self._submit(
            [("现场.png", PNG), ("说明.txt", "看图".encode())],
            order_id=order.id,
            product_id=order.order_line.product_id.id,
        )
        self.assertIn(case.name, answer.text)
        self.assertEqual(
            (case.partner_id, case.contact_id, case.channel, case.state),
            (self.customer_sjz1, self.portal.partner_id, "portal", "new"),
        )
        self.assertEqual(
            (case.order_id, case.product_id), (order, order.order_line.product_id)
        )
        self.assertIn(case.user_id, self.team.member_ids)
        self.assertFalse(case.receiver_id.share)
        self.assertIn(self.portal.partner_id, case.message_partner_ids)
        posted = case.message_ids.filtered(lambda one: one.attachment_ids)
        self.assertEqual(posted.author_id, self.portal.partner_id)
        self.assertEqual(
            sorted(posted.attachment_ids.mapped("name")), ["现场.png", "说明.txt"]
        )
        # The files are offered, and served by their own links.
        for link in re.findall(r'href="(/web/content/[^"]+)"', answer.text):
            self.assertEqual(self.url_open(link.replace("&amp;", "&")).status_code, 200)
        self._check_messages(case)
        self._check_closing(case)

    def _check_messages(self, case):
        agent = case.with_user(case.user_id)
        agent.action_start()
        case.write({"remark": "客户脾气大", "cause": "内部原因", "parts": "密封圈"})
        agent.message_post(body="内部备注一条", subtype_xmlid="mail.mt_note")
        agent.message_post(
            body="明天上门", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        # The mail leads the contact to the page of the case.
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.portal.partner_id.id)],
            order="id DESC",
            limit=1,
        )
        self.assertIn("明天上门", mail.body_html)
        self.assertIn(case.access_token, mail.body_html)
        case.description = "从昨天起漏水"
        self.env.flush_all()
        url = f"/my/cases/{case.id}"
        page = self.url_open(url).text
        self.assertIn("从昨天起漏水", page)
        self.assertNotIn("客户脾气大", page)
        self.assertNotIn("内部原因", page)
        token = re.search(r'data-token="([^"]+)"', page).group(1)
        thread = {"thread_model": CASE, "thread_id": case.id}
        told = str(self._ask("/mail/chatter_fetch", token=token, **thread))
        self.assertIn("明天上门", told)
        self.assertIn("昨天开始漏水", told)
        self.assertNotIn("内部备注", told)
        agent.action_wait()
        attachment = self._send(case, "再拍.png", PNG, token=token)
        answer = self._ask(
            "/mail/message/post",
            token=token,
            post_data={
                "body": "等你们",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                "attachment_ids": [attachment["id"]],
                "attachment_tokens": [attachment["ownership_token"]],
                "rating_value": 5,
            },
            **thread,
        )
        self.assertNotIn("error", answer)
        said = self._get_said(case, "等你们")
        self.assertEqual(said.author_id, self.portal.partner_id)
        self.assertEqual(said.attachment_ids.name, "再拍.png")
        self.assertEqual(said.attachment_ids.res_id, case.id)
        self.assertFalse(case.rating_ids, "nobody rates by a message")
        self.assertEqual(case.state, "in_progress", "the customer has answered")

    @mute_logger("odoo.http")
    def _check_closing(self, case):
        url = f"/my/cases/{case.id}"
        self._post(f"{url}/close")
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.result)
        answer = self._post(f"{url}/reopen", reason=" ")
        self.assertEqual(case.state, "closed")
        answer = self._post(f"{url}/reopen", reason="又漏了")
        self.assertEqual((case.state, case.reopen_count), ("in_progress", 1))
        said = self._get_said(case, "又漏了")
        self.assertEqual(said.author_id, self.portal.partner_id)
        case.action_close()
        with freeze_time("2027-03-01 04:00:00"):
            self.assertFalse(case._is_reopenable_in_portal)
        case.action_reopen()
        case.action_cancel()
        for act in ("close", "reopen"):
            answer = self._post(f"{url}/{act}", reason="x")
            self.assertEqual(case.state, "cancelled")
            self.assertIn("alert-danger", answer.text)

    def test_a_complaint_is_closed_by_a_leader_all_the_same(self):
        self._login(self.portal)
        _answer, case = self._submit(type_id=self.complaint.id)
        self.assertTrue(case.is_complaint)
        self._post(f"/my/cases/{case.id}/close")
        self.assertEqual(case.state, "solved")
        self.assertTrue(case.answer)
        self._post(f"/my/cases/{case.id}/close")
        self.assertEqual(case.state, "solved")

    def test_the_list_is_filtered_searched_and_counted(self):
        done = self._create_case(
            self.service_manager, self.customer_sjz1, subject="已办完的事", result="好"
        ).sudo()
        done.action_close()
        waiting = done.copy({"subject": "等客户的事"})
        waiting.action_wait()
        self._create_case(self.service_manager, self.customer_gz1, subject="别家的事")
        self._login(self.portal)
        for query, expected in (
            ("", {"已办完的事", "等客户的事"}),
            ("?filterby=closed", {"已办完的事"}),
            ("?filterby=waiting", {"等客户的事"}),
            ("?search=等客户", {"等客户的事"}),
            (f"?search={done.name}", {"已办完的事"}),
            ("?search=别家", set()),
            ("?sortby=nonsense&filterby=nonsense", {"已办完的事", "等客户的事"}),
            ("/page/9?sortby=oldest", {"已办完的事", "等客户的事"}),
        ):
            page = self.url_open(f"/my/cases{query}").text
            words = {"已办完的事", "等客户的事", "别家的事"}
            told = set(re.findall("|".join(words), page))
            self.assertEqual(told, expected, query)
        counters = ["yishang_case_count", "yishang_case_waiting_count"]
        counted = self._ask("/my/counters", counters=counters)["result"]
        self.assertEqual([counted[name] for name in counters], [2, 1])

    def test_the_sheet_is_the_customers_too(self):
        case = self._create_case(self.service_manager, self.customer_sjz1)
        self._login(self.portal)
        url = f"/my/cases/{case.id}?report_type=pdf"
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self._login(self.foreigner)
        answer = self.url_open(url)
        self.assertNotEqual(answer.headers["Content-Type"], "application/pdf")

    def test_what_is_not_taken_leaves_nothing_behind(self):
        self._login(self.portal)
        self.env.company.write(
            {"yishang_upload_megabytes": 1, "yishang_upload_count": 2}
        )
        files = self.env["ir.attachment"]
        foreign = self._sell(self.customer_gz1, "别家的泵")
        contract = self.env["crm.yishang.contract"].create(
            {
                "partner_id": self.customer_gz1.id,
                "subject": "别家的维保",
                "kind": "service",
                "date_end": "2099-01-01",
            }
        )
        before = files.search_count([])
        page = self.url_open("/my/cases/new").text
        self.assertNotIn("别家的", page)
        for words, sent, values in (
            ("can be run|可以运行", [("a.png", PNG), ("b.exe", PNG)], {}),
            ("can be run|可以运行", [("b.png", b"MZ\x90\x00" + bytes(80))], {}),
            ("kind of file|文件类型不符", [("b.pdf", PNG)], {}),
            ("larger than 1 MB|超过 1 MB", [("b.png", PNG + bytes(1024 * 1024))], {}),
            (
                "3 files are too many|3 个文件太多",
                [(f"{number}.png", PNG) for number in "abc"],
                {},
            ),
            ("few words|请填写主题", [], {"subject": " "}),
            ("few words|请填写主题", [], {"description": ""}),
            ("at most 200|最多 200", [], {"subject": "长" * 201}),
            ("from the lists|从列表中选择", [], {"order_id": foreign.id}),
            ("from the lists|从列表中选择", [], {"contract_id": contract.id}),
            (
                "from the lists|从列表中选择",
                [],
                {"product_id": foreign.order_line.product_id.id},
            ),
            ("from the lists|从列表中选择", [], {"type_id": "x"}),
        ):
            with self.subTest(words=words, values=values):
                answer, cases = self._submit(sent, **values)
                # In the language the pages speak by default.
                self.assertRegex(answer.text, words)
                # What was written is still there.
                self.assertIn(values.get("description", "昨天开始漏水"), answer.text)
                self.assertFalse(cases)
        self.assertEqual(files.search_count([]), before)
        # A customer of nobody submits nothing.
        self.customer_sjz1.child_ids[:1].parent_id = False
        answer, cases = self._submit()
        self.assertFalse(cases)
        self.assertIn("alert-danger", answer.text)
