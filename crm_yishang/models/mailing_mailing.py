from contextlib import contextmanager
from datetime import timedelta

from psycopg2.errors import InFailedSqlTransaction

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import float_round

from .crm_yishang_in_sight_mixin import IN_SIGHT

# The kind of the lock a process holds while it sends a mailing.
SENDING = 0x59534D4C

# What anybody may change of a mailing without answering for it.
HARMLESS = frozenset(
    ("active", "color", "favorite", "favorite_date", "kpi_mail_required")
)


class MailingMailing(models.Model):
    """A mailing reaches the customers of whoever sends it, whoever runs the queue.

    The sender is the last user who changed it: nobody uses the sight of a colleague by
    editing what that one has put into the queue.
    """

    _inherit = "mailing.mailing"

    _yishang_stays = ("user_id", "yishang_sender_id")

    yishang_segment_id = fields.Many2one(
        "crm.yishang.segment",
        string="Segment",
        index="btree_not_null",
        ondelete="set null",
        help="Whom it goes to: the customers of the segment that the sender sees when "
        "it is sent.",
    )
    yishang_sender_id = fields.Many2one(
        "res.users",
        string="Sender",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who changed the mailing last. It reaches the customers this user sees.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.uid != SUPERUSER_ID:
            vals_list = [
                {**vals, "yishang_sender_id": self.env.uid} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if self.env.uid != SUPERUSER_ID and not vals.keys() <= HARMLESS:
            vals = {**vals, "yishang_sender_id": self.env.uid}
        return super().write(vals)

    @api.onchange("yishang_segment_id")
    def _onchange_yishang_segment_id(self):
        if self.yishang_segment_id:
            self.mailing_model_id = self.env["ir.model"]._get("res.partner")
            self.mailing_domain = repr(self.yishang_segment_id._get_mailing_domain())

    def _yishang_as_sender(self):
        """Return the mailing with the rights of who sends it.

        That is the user who acts, superuser mode or not; in the job, who changed the
        mailing last. What no user ever touched the system sends with its own rights.

        :raise UserError: if that user may not send any more
        """
        self.ensure_one()
        user = self.env.user
        if user.id == SUPERUSER_ID:
            user = self.yishang_sender_id or self.user_id or self.create_uid
        if user.id in (False, SUPERUSER_ID):
            return self
        mailing = self.with_user(user)
        # sudo: whether the account is in use does not depend on who asks.
        if not user.sudo().active or not mailing.has_access("write"):
            raise UserError(
                self.env._(
                    "%(mailing)s: %(user)s may not send mailings any more. Somebody "
                    "else has to put it into the queue.",
                    mailing=self.display_name,
                    user=user.sudo().name,
                )
            )
        return mailing

    def _get_recipients_domain(self):
        """Cut the recipients by sight and, of a segment, by the wish to be left alone.

        It holds for superuser mode, too: what counts is ``env.uid``.
        """
        domain = super()._get_recipients_domain()
        model = self.env[self.mailing_model_real]
        if hasattr(model, "_get_visible_domain"):
            domain = Domain(domain) & model._get_visible_domain("read")
        if self.yishang_segment_id and model._name == "res.partner":
            channel = self.mailing_type
            # sudo: a segment that is not shared any more reaches nobody.
            domain &= self.yishang_segment_id._get_customers_domain(channel)
        return domain

    def _get_recipients(self):
        return super(MailingMailing, self._yishang_as_sender())._get_recipients()

    def _get_remaining_recipients(self):
        # sudo: whoever has got it has got it, seen by the sender or not.
        return super(MailingMailing, self.sudo())._get_remaining_recipients()

    @api.model
    def _process_mass_mailing_queue(self):
        """Take out first what nobody may send any more; it would stop all others."""
        for mailing in self.search([("state", "in", ("in_queue", "sending"))]):
            try:
                mailing._yishang_as_sender()
            except UserError as refusal:
                mailing.action_cancel()
                mailing.message_post(body=str(refusal))
        return super()._process_mass_mailing_queue()

    def _action_send_mail(self, res_ids=None):
        """Send as the sender, once, to nobody the sender does not see."""
        for mailing in self:
            sent = mailing._yishang_as_sender()
            ids = res_ids and sent._yishang_check_recipients(res_ids)
            with sent._yishang_alone() as is_free:
                if is_free:
                    super(MailingMailing, sent)._action_send_mail(ids)
                else:
                    mailing._yishang_refuse_twice()
        return True

    @contextmanager
    def _yishang_alone(self):
        """Tell whether no other process sends the mailing, and keep others from it.

        The lock belongs to the connection: sending commits after each mail, and a lock
        of the transaction would be gone with the first one.
        """
        self.ensure_one()
        cr, key = self.env.cr, (SENDING, self.id)
        cr.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (is_free,) = cr.fetchone()

        def release():
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", key, log_exceptions=False)

        try:
            # sudo: fails if another process was done with it meanwhile, and whoever
            # tries again sees what that one did.
            yield is_free and bool(self.sudo().try_lock_for_update())
        finally:
            if is_free:
                try:
                    release()
                except InFailedSqlTransaction:
                    cr.postrollback.add(release)

    def _yishang_refuse_twice(self):
        """Tell a user that it is being sent; the job comes back in a minute.

        :raise UserError: unless it is the job that asks
        """
        if self.env.uid == SUPERUSER_ID:
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron._trigger(fields.Datetime.now() + timedelta(minutes=1))
            return
        raise UserError(
            self.env._(
                "%(mailing)s is being sent right now. Nobody gets it twice.",
                mailing=self.display_name,
            )
        )

    def _yishang_check_recipients(self, res_ids):
        """Return recipients named by a caller, all of them in sight of the sender."""
        records = self.env[self.mailing_model_real].browse(res_ids)
        if not hasattr(records, "_filter_visible"):
            return res_ids
        if hidden := records - records._filter_visible("read"):
            raise AccessError(
                self.env._(
                    "%(mailing)s: %(count)s of these recipients are not yours to write "
                    "to. Choose them among the customers you see.",
                    mailing=self.display_name,
                    count=len(hidden),
                )
            )
        return res_ids

    @api.depends_context("uid")
    def _compute_statistics(self):
        """Count the recipients the user sees; the host counts all, as superuser."""
        mailings = self.with_context(**{IN_SIGHT: True})
        return super(MailingMailing, mailings)._compute_statistics()

    @api.depends_context("uid")
    def _compute_clicks_ratio(self):
        """As the host, of the recipients the user sees."""
        for mailing in self:
            reached = mailing.expected - (
                mailing.canceled + mailing.bounced + mailing.failed
            )
            ratio = 100 * mailing.clicked / reached if reached else 0
            mailing.clicks_ratio = float_round(ratio, precision_digits=2)
