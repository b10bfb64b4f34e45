import base64
import io

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .visit_common import VisitCommon

BODY = b"\xff\xd8\xff" + b"x" * (50 * 1024 * 1024)
ANSWER = "照片或文件最大 20 MB"


@tagged("post_install", "-at_install")
class TestVisitUpload(VisitCommon, HttpCase):
    """A photo of 50 MB, as a browser sends it: refused in words, nothing stored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales_sjz1.lang = "zh_CN"
        cls.visit = cls.env["crm.yishang.visit"].create(
            {"partner_id": cls.customer_sjz1.id, "user_id": cls.sales_sjz1.id}
        )

    def setUp(self):
        super().setUp()
        self.authenticate(self.sales_sjz1.login, self.sales_sjz1.login)
        self.files = self.env["ir.attachment"].search_count([("res_field", "=", None)])

    def _upload(self, content, res_id):
        """Send a file as the form's field for photos and files does."""
        return self.url_open(
            "/web/binary/upload_attachment",
            data={
                "csrf_token": Request.csrf_token(self),
                "model": "crm.yishang.visit",
                "id": res_id,
            },
            files={"ufile": ("大.jpg", io.BytesIO(content), "image/jpeg")},
        ).json()

    def _assert_nothing_stored(self):
        self.env.invalidate_all()
        files = self.env["ir.attachment"].search_count([("res_field", "=", None)])
        self.assertEqual(files, self.files)
        self.assertFalse(self.visit.attachment_ids)
        self.assertFalse(self.visit.check_in_photo)

    def test_files_of_the_form(self):
        for res_id in (self.visit.id, 0):
            (answer,) = self._upload(BODY, res_id)
            self.assertIn(ANSWER, answer["error"])
        self._assert_nothing_stored()
        (answer,) = self._upload(b"\xff\xd8\xff small", self.visit.id)
        self.assertEqual(answer["filename"], "大.jpg")

    @mute_logger("odoo.http")
    def test_the_photo_of_the_check_in(self):
        answer = self._get_error(
            "web_save",
            {"check_in_photo": base64.b64encode(BODY).decode(), "content": "改了"},
        )
        self.assertIn(ANSWER, answer["data"]["message"])
        self._assert_nothing_stored()
        self.assertFalse(self.visit.content)

    def _get_error(self, method, vals):
        """Return the error the web client is told."""
        params = {
            "model": "crm.yishang.visit",
            "method": method,
            "args": [self.visit.ids, vals],
            "kwargs": {"specification": {}, "context": {"lang": "zh_CN"}},
        }
        response = self.url_open("/web/dataset/call_kw", json={"params": params})
        return response.json()["error"]
