from unittest.mock import patch

from odoo.tools import mute_logger

from .common import RefusalCase, YishangCommon
from .smtp_sink import SmtpSink

QUIET = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.mass_mailing.models.mailing",
    "odoo.addons.mass_mailing_sms.models.mailing_mailing",
    "odoo.models.unlink",
    "odoo.sql_db",
)


class MailingCommon(RefusalCase, YishangCommon):
    """Customers with addresses, a marketing user, and a server for what is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hebei.manager_ids += cls.marketer
        for number, customer in enumerate(cls.owned, 1):
            customer.write(
                {
                    "email": f"c{number}@mailing.example",
                    "phone": f"+86138001380{number:02}",
                }
            )
        cls.addresses = dict(zip(cls.owned, cls.owned.mapped("email"), strict=True))
        cls.ids = [("id", "in", cls.customers.ids)]
        cls.segment = (
            cls.env["crm.yishang.segment"]
            .with_user(cls.marketer)
            .create({"name": "细分", "domain": repr(cls.ids), "is_shared": True})
        )
        cls.partner_model = cls.env["ir.model"]._get_id("res.partner")
        cls.sink = SmtpSink.start_for(cls)

    def setUp(self):
        super().setUp()
        servers = self.env.registry["ir.mail_server"]
        self.startPatcher(patch.object(servers, "_disable_send", lambda *args: False))
        self.sink.mails.clear()

    def _create_mailing(self, user=None, **values):
        return (
            self.env["mailing.mailing"]
            .with_user(user or self.marketer)
            .create(
                {
                    "subject": "新品",
                    "mailing_model_id": self.partner_model,
                    "mailing_domain": repr(self.ids),
                    "body_html": '<p>你好 <a href="https://example.com/a">看看</a></p>',
                    **values,
                }
            )
        )

    def _run_queue(self):
        """Run the jobs as the server does, as superuser; return who got something."""
        self._run_job()
        return self._deliver()

    @mute_logger(*QUIET)
    def _run_job(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    @mute_logger(*QUIET)
    def _deliver(self):
        self.env["mail.mail"].sudo().process_email_queue()
        self.env.flush_all()
        sent = sorted(address for to, _mail in self.sink.mails for address in to)
        self.sink.mails.clear()
        return sent

    def _get_addresses(self, *customers):
        return sorted(self.addresses[customer] for customer in customers)

    @property
    def _hebei(self):
        return self._get_addresses(
            self.customer_sjz1, self.customer_sjz2, self.customer_bd1
        )
