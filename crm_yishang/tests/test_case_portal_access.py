from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import CASE, PNG, PortalCommon

SECRET = "别人的机密"
# In the language the pages speak by default.
REFUSED = "can be run|可以运行"


@tagged("post_install", "-at_install")
class TestCasePortalAccess(PortalCommon):
    """No address, number or link leads a customer to somebody else's case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.service_manager
        values = {"type_id": cls.repair.id, "subject": SECRET, "description": SECRET}
        cls.case, cls.own = (
            cls.cases.with_user(manager)
            .create([{**values, "partner_id": cls.customer_sjz1.id}])
            .sudo(),
            cls.cases.with_user(manager)
            .create(
                {
                    "type_id": cls.repair.id,
                    "subject": "自家的事",
                    "partner_id": cls.customer_gz1.id,
                }
            )
            .sudo(),
        )
        cls.case.write({"result": SECRET, "contact_id": cls.portal.partner_id.id})
        cls.file = cls.env["ir.attachment"].create(
            {"name": f"{SECRET}.txt", "raw": SECRET.encode(), "mimetype": "text/plain"}
            | {"res_model": CASE, "res_id": cls.case.id}
        )
        cls.message = cls.case.message_post(
            body=SECRET,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=cls.file.ids,
        )
        cls.own_token = cls.own._portal_ensure_token()
        cls.case._portal_ensure_token()
        cls.rating = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id(CASE),
                "res_id": cls.case.id,
                "partner_id": cls.portal.partner_id.id,
            }
        )

    def _get_pages(self):
        case = self.case.id
        for suffix in ("", "?report_type=pdf", "?report_type=html", "?submitted=1"):
            yield f"/my/cases/{case}{suffix}"
        for token in ("", "x", "False", "None", self.own_token, "0" * 36):
            yield f"/my/cases/{case}?access_token={token}"
            yield f"/my/cases/{case}?report_type=pdf&access_token={token}"
        yield from (
            "/my",
            "/my/home",
            "/my/cases",
            f"/my/cases?search={SECRET[:3]}",
            "/my/cases?filterby=open&sortby=state",
            f"/mail/view?model={CASE}&res_id={case}",
            f"/mail/view?model={CASE}&res_id={case}&access_token={self.own_token}",
            f"/report/html/crm_yishang.crm_yishang_service_sheet_print/{case}",
            f"/report/pdf/crm_yishang.crm_yishang_service_sheet_print/{case}",
            f"/web/content/{self.file.id}",
            f"/web/content/{self.file.id}?access_token={self.own_token}",
            f"/web/content/{CASE}/{case}/description",
            f"/web/content?model={CASE}&id={case}&field=result",
            f"/web/image/{self.file.id}",
            f"/web/image/{CASE}/{case}/rating_last_image",
            f"/mail/attachment/pdf_first_page/{self.file.id}",
            f"/odoo/{CASE}/{case}",
            f"/json/1/{CASE}/{case}",
            f"/rate/{self.case.access_token}/5",
            f"/rate/{self.own_token}/5",
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http", "odoo.addons.mail")
    def test_no_address_shows_a_foreign_case(self):
        for user in (self.foreigner, None):
            self._login(user)
            for url in self._get_pages():
                with self.subTest(user=user and user.login, url=url):
                    answer = self.url_open(url)
                    # The search box repeats what was asked.
                    text = answer.text.replace(f'value="{SECRET[:3]}"', "")
                    self.assertNotIn(SECRET, text)
                    self.assertNotIn(SECRET.encode(), answer.content)
                    kind = answer.headers.get("Content-Type", "")
                    self.assertNotIn("pdf", kind)

    def test_a_link_leads_to_one_case_and_no_further(self):
        self._login(None)
        url = f"/my/cases/{self.case.id}?access_token={self.case.access_token}"
        self.assertIn(SECRET, self.url_open(url).text)
        answer = self.url_open(f"/my/cases/{self.own.id}?{url.split('?')[1]}")
        self.assertNotIn("自家的事", answer.text)
        # Who has the link alone says it is solved, but does not rate.
        act = f"/my/cases/{self.case.id}"
        token = {"access_token": self.case.access_token}
        self._post(f"{act}/close", **token)
        self.assertEqual(self.case.state, "closed")
        self.assertIn(self.portal.partner_id, self.case.message_ids.author_id)
        self._post(f"{act}/rate", rate="5", **token)
        self.assertFalse(self.case.rating_ids.filtered("consumed"))

    @mute_logger("odoo.http")
    def test_no_program_reads_or_writes_cases(self):
        self._login(self.foreigner)
        calls = (
            ("read", [[self.case.id, self.own.id], ["subject"]], {}),
            ("search_read", [[], ["subject"]], {}),
            ("web_search_read", [[], {"subject": {}}], {}),
            ("web_read", [[self.case.id], {"subject": {}}], {}),
            ("name_search", [""], {}),
            ("search_count", [[]], {}),
            ("read_group", [[], ["subject"], ["subject"]], {}),
            ("formatted_read_group", [[], ["subject"], ["__count"]], {}),
            ("export_data", [[self.case.id], ["subject"]], {}),
            ("write", [[self.own.id], {"subject": "x"}], {}),
            ("create", [[{"subject": "x", "partner_id": self.customer_gz1.id}]], {}),
            ("unlink", [[self.own.id]], {}),
            ("copy", [[self.case.id]], {}),
            ("action_close", [[self.own.id]], {}),
            ("action_view_ratings", [[self.case.id]], {}),
            ("message_post", [[self.case.id]], {"body": "x"}),
            ("message_subscribe", [[self.case.id], self.customer_bd1.ids], {}),
            ("rating_apply", [[self.case.id], 5], {"token": "x"}),
            ("get_portal_url", [[self.case.id]], {}),
            ("message_get_followers", [[self.case.id]], {}),
        )
        before = self.cases.search_count([])
        for method, args, kwargs in calls:
            for user in (self.foreigner, self.portal):
                self._login(user)
                answer = self._ask(
                    f"/web/dataset/call_kw/{CASE}/{method}",
                    model=CASE,
                    method=method,
                    args=args,
                    kwargs=kwargs,
                )
                with self.subTest(method=method, user=user.login):
                    self.assertIn("error", answer)
                    self.assertNotIn(SECRET, str(answer))
        self.assertEqual(self.cases.search_count([]), before)
        self.assertEqual(self.own.subject, "自家的事")
        for model in (
            "crm.yishang.service.team",
            "crm.yishang.service.type",
            "crm.yishang.service.sheet",
            "crm.yishang.contract",
            "rating.rating",
        ):
            if self.env[model]._abstract:
                continue
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.foreigner).search([])
        for record in (self.case, self.rating, self.file, self.message):
            with self.assertRaises(AccessError):
                record.with_user(self.foreigner).read(["create_date"])

    @mute_logger("odoo.http", "odoo.addons.portal")
    def test_no_message_goes_to_or_comes_from_a_foreign_case(self):
        thread = {"thread_model": CASE, "thread_id": self.case.id}
        post = {"body": "x", "message_type": "comment", "attachment_ids": []}
        before = len(self.case.message_ids)
        keys = (
            {},
            {"token": ""},
            {"token": False},
            {"token": "x"},
            {"token": self.own_token},
            {"hash": "x", "pid": self.portal.partner_id.id},
            {
                "hash": self.own._sign_token(self.foreigner.partner_id.id),
                "pid": self.foreigner.partner_id.id,
            },
        )
        for user in (self.foreigner, None):
            self._login(user)
            for key in keys:
                with self.subTest(user=user and user.login, key=key):
                    for url in ("/mail/chatter_fetch", "/portal/chatter_init"):
                        answer = str(self._ask(url, **thread, **key))
                        self.assertNotIn(SECRET, answer)
                    answer = str(self._ask("/mail/thread/messages", **thread))
                    self.assertNotIn(SECRET, answer)
                    url = "/mail/message/post"
                    answer = self._ask(url, **thread, post_data=post, **key)
                    self.assertIn("error", answer)
                    answer = self._ask(
                        "/mail/message/update_content",
                        message_id=self.message.id,
                        update_data={"body": "x", "attachment_ids": []},
                        **key,
                    )
                    self.assertIn("error", answer)
                    answer = self._upload(self.case, "a.png", PNG, **key)
                    self.assertNotEqual(answer.status_code, 200)
                    answer = self._ask(
                        "/mail/attachment/delete", attachment_id=self.file.id
                    )
                    self.assertTrue(self.file.exists())
                    for part in ("/mail/data", "/mail/action"):
                        params = ["mail.thread", {**thread, "request_list": ["name"]}]
                        answer = str(self._ask(part, fetch_params=[params]))
                        self.assertNotIn(SECRET, answer)
        self.assertEqual(len(self.case.message_ids), before)
        self.assertIn(SECRET, self.message.body)

    @mute_logger("odoo.http")
    def test_what_runs_comes_in_by_no_road(self):
        self._login(self.foreigner)
        files = self.env["ir.attachment"]
        before = files.search_count([])
        key = {"token": self.own_token}
        for name, content in (
            ("a.exe", PNG),
            ("a.png", b"MZ\x90\x00" + bytes(80)),
            ("a.html", b"<script>alert(1)</script>"),
            ("a.zip", self._zip("x.bat")),
        ):
            for is_pending in ("true", "false"):
                answer = self._upload(
                    self.own, name, content, is_pending=is_pending, **key
                )
                self.assertRegex(answer.json()["error"], REFUSED)
        self.assertEqual(files.search_count([]), before)
        # Uploaded for something else, then posted here.
        order = self._sell(self.customer_gz1, "泵")
        answer = self._send(
            order,
            "a.exe",
            b"MZ\x90\x00" + bytes(80),
            thread_model="sale.order",
            token=order._portal_ensure_token(),
        )
        thread = {"thread_model": CASE, "thread_id": self.own.id}
        posted = {
            "body": "x",
            "message_type": "comment",
            "attachment_ids": [answer["id"]],
            "attachment_tokens": [answer["ownership_token"]],
        }
        before = len(self.own.message_ids)
        answer = self._ask("/mail/message/post", **thread, **key, post_data=posted)
        self.assertRegex(str(answer["error"]), REFUSED)
        self.assertEqual(len(self.own.message_ids), before)
        self.assertFalse(
            files.search([("res_model", "=", CASE), ("res_id", "=", self.own.id)])
        )
        # More than may be sent at a time.
        self.env.company.yishang_upload_count = 1
        sent = [self._send(self.own, f"{n}.png", PNG, **key) for n in "ab"]
        posted = {
            **posted,
            "attachment_ids": [one["id"] for one in sent],
            "attachment_tokens": [one["ownership_token"] for one in sent],
        }
        answer = self._ask("/mail/message/post", **thread, **key, post_data=posted)
        self.assertRegex(str(answer["error"]), "too many|文件太多")
        # Colleagues attach what they like.
        files.with_user(self.service_manager).create(
            {"name": "a.exe", "raw": b"MZ", "res_model": CASE, "res_id": self.own.id}
        )

    @mute_logger("odoo.http")
    def test_nothing_happens_without_the_own_session(self):
        self._login(self.portal)
        self.case.action_solve()
        url = f"/my/cases/{self.case.id}"
        for act in ("close", "reopen", "rate"):
            answer = self._post(f"{url}/{act}", csrf_token="x", reason="x", rate="5")
            self.assertEqual(answer.status_code, 400)
        answer = self._post(
            "/my/cases/submit",
            csrf_token="x",
            type_id=self.repair.id,
            subject="x",
            description="x",
        )
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.url_open(f"{url}/close").status_code, 405)
        for user in (self.foreigner, None):
            self._login(user)
            for act in ("close", "reopen", "rate"):
                for token in ("", self.own_token):
                    self._post(f"{url}/{act}", access_token=token, reason="x", rate="5")
        self.assertEqual(self.case.state, "solved")
        self.assertFalse(self.case.rating_ids.filtered("consumed"))
        self._login(None)
        self.assertIn("/web/login", self.url_open("/my/cases/new").url)
        self.assertIn("/web/login", self.url_open("/my/cases").url)
