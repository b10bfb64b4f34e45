from pathlib import Path
from unittest.mock import patch

from odoo.tools import mute_logger

from .service_common import ServiceCommon
from .smtp_sink import SmtpSink

MAILS = Path(__file__).parent / "data" / "mails"
CASE = "crm.yishang.service.case"


class MailCommon(ServiceCommon):
    """A service team with a mail address, and a server that gets what is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        domain = cls.env["mail.alias.domain"].create({"name": "yishang.example"})
        cls.company.alias_domain_id = domain
        cls.team.write({"alias_name": "service", "alias_domain_id": domain.id})
        cls.contact = cls.customer_sjz1.child_ids
        cls.contact.write({"email": "li@sjz.example", "lang": "en_US"})
        cls.customer_gz1.child_ids.email = "wang@gz.example"
        cls.sink = SmtpSink.start_for(cls)

    def setUp(self):
        super().setUp()
        servers = self.env.registry["ir.mail_server"]
        self.startPatcher(patch.object(servers, "_disable_send", lambda *args: False))
        self.sink.mails.clear()
        self.cases = self.env[CASE]

    def _receive(self, name, message_id="", **replaced):
        """Have the mail in that file come in; return the new cases it opens."""
        before = self.cases.search([])
        content = (MAILS / f"{name}.eml").read_bytes()
        replaced["{message_id}"] = message_id
        for old, new in replaced.items():
            content = content.replace(old.encode(), new.encode())
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, content)
        return self.cases.search([], order="id") - before

    def _take_sent(self):
        """Return and forget what has left: [(addresses, message)]."""
        self.env.flush_all()
        sent = self.sink.mails[:]
        self.sink.mails.clear()
        return sent

    def _get_text(self, mail):
        return mail.get_body(("plain", "html")).get_content()
