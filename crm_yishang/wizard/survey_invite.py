from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.mail import email_normalize

from odoo.addons.survey.wizard.survey_invite import emails_split


class SurveyInvite(models.TransientModel):
    """Surveys go to customers one sees, once, and never to who does not want them.

    As soon as visibility is in force for the user; before, the host decides.
    """

    _inherit = "survey.invite"

    yishang_segment_id = fields.Many2one(
        "crm.yishang.segment",
        string="Segment",
        help="Its customers with an e-mail address, as far as you see them and they "
        "did not ask to be left alone.",
    )
    yishang_is_sent = fields.Boolean(export_string_translation=False)
    existing_mode = fields.Selection(
        selection_add=[("yishang_skip", "Do not invite again")],
        default="yishang_skip",
        ondelete={"yishang_skip": "set default"},
    )

    def action_invite(self):
        self.ensure_one()
        if self.yishang_segment_id:
            customers = self.yishang_segment_id._search_customers("mail")
            self.partner_ids |= customers
        if not self.env["crm.yishang.policy"]._is_in_force():
            return super().action_invite()
        self._yishang_lock()
        if self.yishang_is_sent:
            return {"type": "ir.actions.act_window_close"}
        named = len(self.partner_ids)
        self._yishang_check_emails()
        self.partner_ids = self.partner_ids.filtered(
            lambda partner: partner.email_normalized and not partner.is_blacklisted
        )
        if not self.partner_ids and not self.emails:
            raise UserError(
                self.env._(
                    "None of the %(count)s customers can be reached by e-mail: they "
                    "have no address, or asked to be left alone. Choose others.",
                    count=named,
                )
            )
        self.yishang_is_sent = True
        known = self.survey_id.user_input_ids
        super().action_invite()
        return self._yishang_notify(known, named)

    def _yishang_lock(self):
        """Let invitations to one survey come one after the other.

        Whoever clicks twice, or somebody else who invites the same customers now, sees
        what the first one did.
        """
        self.env.flush_all()
        for record in (self.survey_id, self):
            self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE id = %s FOR UPDATE",
                    SQL.identifier(record._table),
                    record.id,
                )
            )
        self.invalidate_recordset(["yishang_is_sent"])

    def _yishang_check_emails(self):
        """Refuse addresses of customers out of sight, and blacklisted ones.

        :raise UserError: naming the addresses, not whose they are
        """
        addresses = emails_split.split(self.emails or "")
        addresses = [address for address in map(email_normalize, addresses) if address]
        if not addresses:
            return
        # sudo: whose address it is, seen or not; only the address is told.
        blacklist = self.env["mail.blacklist"].sudo()
        barred = set(blacklist.search([("email", "in", addresses)]).mapped("email"))
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        owners = partners.search([("email_normalized", "in", addresses)])
        hidden = owners - owners.sudo(False)._filter_visible("read").sudo()
        barred.update(hidden.mapped("email_normalized"))
        if barred:
            raise UserError(
                self.env._(
                    "These addresses cannot be invited: %(addresses)s. Their owners "
                    "asked to be left alone, or are not yours to write to. Remove "
                    "them.",
                    addresses=", ".join(sorted(barred)),
                )
            )

    def _yishang_notify(self, known, named):
        invited = len(self.survey_id.user_input_ids - known)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if invited else "info",
                "message": self.env._(
                    "%(invited)s invited; %(left)s left out: invited before, without "
                    "address, or on the blacklist.",
                    invited=invited,
                    left=max(named - invited, 0),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _send_mail(self, answer):
        mail = super()._send_mail(answer)
        # sudo: as the host creates it.
        mail.sudo().yishang_is_promotion = True
        return mail

    def _get_done_partners_emails(self, existing_answers):
        if self.existing_mode != "yishang_skip":
            return super()._get_done_partners_emails(existing_answers)
        # Tests of the survey by colleagues invite nobody.
        asked = existing_answers.filtered(lambda answer: not answer.test_entry)
        emails = asked.filtered(lambda answer: not answer.partner_id).mapped("email")
        return asked.partner_id, emails, existing_answers.browse()
