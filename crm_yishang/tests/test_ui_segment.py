import re
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import YishangCommon
from .smtp_sink import SmtpSink
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiSegment(YishangCommon, UiCase):
    """From the segment to its effect, as a marketing user goes, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.marketer)
        cls.env["ir.module.module"]._load_module_terms(["mass_mailing"], ["zh_CN"])
        cls.hebei.manager_ids += cls.marketer
        cls.customer_sjz1.write({"email": "seen@mailing.example", "yishang_grade": "a"})
        cls.customer_gz1.write({"email": "hidden@mailing.example"})
        cls.sink = SmtpSink.start_for(cls)

    def setUp(self):
        super().setUp()
        servers = self.env.registry["ir.mail_server"]
        self.startPatcher(patch.object(servers, "_disable_send", lambda *args: False))

    @mute_logger("odoo.addons.mass_mailing.models.mailing")
    def _send(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron.method_direct_trigger()
        self.env["mail.mail"].sudo().process_email_queue()
        self.env.flush_all()

    def test_a_segment_is_built_written_to_and_measured(self):
        self._start("/odoo/segments", "segment_build", self.marketer)
        segment = self.env["crm.yishang.segment"].search([("name", "=", "华北重点")])
        self.assertEqual(segment.user_id, self.marketer)
        segment.domain = repr(
            [("id", "in", (self.customer_sjz1 | self.customer_gz1).ids)]
        )
        mailing = self.env["mailing.mailing"].search([("subject", "=", "新品上市")])
        self.assertEqual(mailing.yishang_segment_id, segment)
        mailing.body_html = '<p><a href="https://example.com/new">看看</a></p>'
        mailing.with_user(self.marketer).action_launch()
        self._send()
        # Beside it only what colleagues are told.
        ((addresses, mail),) = (
            sent for sent in self.sink.mails if "mailing.example" in str(sent[0])
        )
        self.assertEqual(addresses, ["seen@mailing.example"])
        self._open_and_click(mail.get_body(("html",)).get_content())
        self._start(f"/odoo/segments/{segment.id}", "segment_effect", self.marketer)

    def _open_and_click(self, text):
        """Open the letter and click its link, as a browser without account does."""
        self.authenticate(None, None)
        opened = re.search(r'src="[^"]*(/mail/track/[^"]+)"', text)[1]
        clicked = re.search(r'href="[^"]*(/r/[^"]+/m/\d+)"', text)[1]
        self.assertEqual(self.url_open(opened).status_code, 200)
        answer = self.url_open(clicked, allow_redirects=False)
        self.assertIn("example.com/new", answer.headers["Location"])
        trace = self.env["mailing.trace"].search(
            [("email", "=", "seen@mailing.example")]
        )
        self.assertEqual(trace.trace_status, "open")
        self.assertTrue(trace.links_click_datetime)
        self.env.invalidate_all()
