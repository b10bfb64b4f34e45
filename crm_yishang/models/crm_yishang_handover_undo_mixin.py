from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# Customers a message names; the others are counted.
NAMED = 20


class CrmYishangHandoverUndoMixin(models.AbstractModel):
    """A handover that was a mistake is undone within some days."""

    _name = "crm.yishang.handover.undo.mixin"
    _description = "Undoing a Handover"

    date_undo_until = fields.Date(
        string="Can Be Undone Until", compute="_compute_date_undo_until"
    )
    can_undo = fields.Boolean(
        compute="_compute_can_undo", export_string_translation=False
    )

    @api.depends("date_done", "company_id")
    def _compute_date_undo_until(self):
        for handover in self:
            # sudo: how long it is, is no secret.
            company = handover.company_id.sudo()
            days = company.yishang_handover_undo_days
            handover.date_undo_until = (
                handover.date_done
                and days
                and fields.Date.add(
                    company._yishang_get_day(handover.date_done), days=days
                )
            )

    @api.depends("state", "date_undo_until", "can_decide")
    def _compute_can_undo(self):
        for handover in self:
            last = handover.date_undo_until
            handover.can_undo = (
                handover.state == "done"
                and handover.can_decide
                and last
                and handover.company_id._yishang_get_day() <= last
            )

    def action_undo(self):
        """Give everything back that is where the handover brought it."""
        self.ensure_one()
        self._check_decide()
        self._check_state("done")
        self._check_undo()
        # sudo: all that moved goes back, whoever may see it.
        handover = self.sudo().with_company(self.company_id)
        # Written first: of two people who press the button one has to wait, and fails.
        handover.state = "undone"
        handover.flush_recordset()
        handover._restore_staff(handover.move_ids)
        move, kept = handover.env["crm.yishang.ownership.undo"]._undo(
            handover.move_ids, self.note
        )
        handover._note_undone(len(move.change_ids), kept)

    def _check_undo(self):
        """Check that it is not too late, and that the leaver is there.

        :raise UserError: saying what to do instead
        """
        if not self.env.su and not self.can_undo:
            raise UserError(
                self.env._(
                    "%(handover)s can no longer be undone. Hand the customers over "
                    "once more, from the successors.",
                    handover=self.display_name,
                )
            )
        # sudo: whether a colleague is still there is no secret.
        if not self.user_id.sudo().active:
            raise UserError(
                self.env._(
                    "%(name)s is deactivated. Have an administrator reactivate that "
                    "operator before the handover is undone.",
                    name=self.user_id.sudo().name,
                )
            )

    def _note_undone(self, count, kept):
        """Tell on the handover how many went back, and the user which did not."""
        body = self.env._(
            "%(count)s customers went back; %(kept)s had changed hands since and stay.",
            count=count,
            kept=len(kept),
        )
        self._message_log(body=body)
        self._tell_leaders(
            self.env._("%(handover)s was undone", handover=self.display_name)
        )
        names = self.env._(", ").join(
            # Masked by the user of the environment.
            customer.display_name or ""
            for customer in kept.sudo(False)[:NAMED]
        )
        if kept:
            self._tell(
                self.env.user,
                self.env._("%(handover)s was undone", handover=self.display_name),
                Markup("<p>%s</p><p>%s</p>") % (body, names),
            )
