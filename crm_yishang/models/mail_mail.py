from psycopg2.errors import SerializationFailure

from odoo import models
from odoo.tools.mail import email_normalize_all


class MailMail(models.Model):
    """Promotions are delivered by one process, and to nobody who said no meanwhile."""

    _name = "mail.mail"
    _inherit = ["mail.mail", "crm.yishang.promotion.mixin"]

    def _send(self, *args, **kwargs):
        promotions = self._yishang_get_promotions()
        result = super(MailMail, self - promotions)._send(*args, **kwargs)
        # One by one: each is committed, and with that its lock is gone.
        for mail in promotions:
            if not mail._yishang_claim():
                continue
            if not mail._yishang_hold_back():
                result = super(MailMail, mail)._send(*args, **kwargs)
            elif told := kwargs.get("post_send_callback"):
                told(mail.ids)
        return result

    def _yishang_claim(self):
        """Return whether no other process delivers it now, or has done so.

        The host notes what it has sent after it has sent it: whoever sends a mailing
        and the queue of mails would deliver the same ones side by side.
        """
        try:
            with self.env.cr.savepoint():
                locked = self.try_lock_for_update()
        except SerializationFailure:
            return False
        locked.invalidate_recordset(["state"])
        return bool(locked)

    def _yishang_hold_back(self):
        """Cancel it if somebody it goes to is on the blacklist by now."""
        addresses = {
            *email_normalize_all(self.email_to or ""),
            *self.recipient_ids.mapped("email_normalized"),
        }
        if not self._yishang_find_refused("mail.blacklist", "email", addresses):
            return False
        told = {"failure_type": "mail_bl"}
        self.write({"state": "cancel", **told})
        self.mailing_trace_ids.write({"trace_status": "cancel", **told})
        return True
