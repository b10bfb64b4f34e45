import time

from odoo.fields import Command

from .rivals import HEAD_START
from .smtp_sink import SmtpSink

MAILING = "mailing.mailing"
ROUNDS = 12
RECIPIENTS = 8


class MailingRivals:
    """A mailing is sent twice at the same moment, and everybody gets it once.

    To be named before the case that has the two workers.
    """

    def test_of_two_who_send_one_mailing_one_does(self):
        """By button, by the job that sends mailings, and by the queue of mails."""
        sink = self._start_server()
        model, ids = self._address_many()
        queue = ("mail.mail", "process_email_queue")
        roads = (
            ((MAILING, "action_send_mail"), (MAILING, "action_send_mail")),
            ((MAILING, "action_send_mail"), (MAILING, "_process_mass_mailing_queue")),
            ((MAILING, "action_send_mail"), queue),
            ((MAILING, "_process_mass_mailing_queue"), queue),
        )
        for number in range(ROUNDS):
            mailing = self._create_for(number, model, ids)
            first, second = roads[number % len(roads)]
            answers = self._send_both(number, mailing, first, second)
            self._ask(self.changer, 1, *queue[:1], [], queue[1])
            to = sorted(address for names, _mail in sink.mails for address in names)
            # The queue has letters of other tests, too.
            to = [address for address in to if address.startswith("rival")]
            self.assertEqual(to, self._get_addresses(), (first, second, answers))
            sink.mails.clear()
            for answer in answers:
                told = answer.get("error", "")
                self.assertRegex(told, "^$|sent right now|no recipients")

    def _send_both(self, number, mailing, first, second):
        workers = (self.changer, self.reader)[:: 1 if number % 2 else -1]
        for worker, (model, method) in zip(workers, (first, second), strict=True):
            by_button = method == "action_send_mail"
            self._send(
                worker,
                self.viewer if by_button else 1,
                model,
                [mailing] if by_button else [],
                method,
            )
            time.sleep(number // 4 * 10 * HEAD_START)
        return [self._receive(worker) for worker in workers]

    def _start_server(self):
        sink = SmtpSink.start()
        self.addCleanup(sink.server_close)
        self.addCleanup(sink.shutdown)
        self._create(
            "ir.mail_server",
            name="sink",
            smtp_host="127.0.0.1",
            smtp_port=sink.server_address[1],
            smtp_encryption="none",
        )
        marketing = self._find("crm_yishang.crm_yishang_group_marketing")
        viewer = ("res.users", self.viewer)
        self._write(*viewer, group_ids=[Command.link(marketing)])
        # The other tests take the roles they know away, to see nothing.
        self.addCleanup(self._write, *viewer, group_ids=[Command.unlink(marketing)])
        return sink

    def _address_many(self):
        ids = [
            self._create_customer(
                f"收{number}", email=address, user_id=self.viewer, phone=False
            )
            for number, address in enumerate(self._get_addresses())
        ]
        domain = [("model", "=", "res.partner")]
        (model,) = self._change("ir.model", None, "search", domain)
        return model, ids

    def _get_addresses(self):
        return [f"rival{number}@mailing.example" for number in range(RECIPIENTS)]

    def _create_for(self, number, model, ids):
        (mailing,) = self._ask(
            self.changer,
            self.viewer,
            MAILING,
            [],
            "create",
            {
                "subject": f"新品{number}",
                "mailing_model_id": model,
                "mailing_domain": repr([("id", "in", ids)]),
                "body_html": "<p>你好</p>",
                "state": "in_queue",
            },
        )
        return mailing
