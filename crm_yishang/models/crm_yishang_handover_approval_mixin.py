from odoo import fields, models
from odoo.exceptions import UserError


class CrmYishangHandoverApprovalMixin(models.AbstractModel):
    """Who may have a handover done: whoever is above the leaver."""

    _name = "crm.yishang.handover.approval.mixin"
    _description = "Approval of a Handover"
    _inherit = "crm.yishang.approval.mixin"

    requester_id = fields.Many2one(string="Prepared By")

    def action_request(self):
        """Ask the leaver's superior to have the handover done."""
        for handover in self:
            handover.check_access("write")
            handover._check_state("draft")
            if handover.can_decide:
                raise UserError(
                    self.env._(
                        "You decide on %(handover)s yourself: press “Hand Over Now”.",
                        handover=handover.display_name,
                    )
                )
            handover._check_request()
            handover.action_preview()
            # sudo: the state moves by methods alone.
            handover.sudo().state = "requested"
            superior = handover.user_id._yishang_get_superior()
            handover._tell(
                superior, self.env._("To approve: %(handover)s") % handover._get_said()
            )

    def _check_request(self):
        """Check that somebody could approve, and that the lines are complete."""
        if not self.user_id._yishang_get_superior():
            raise UserError(
                self.env._(
                    "%(name)s has no superior who could approve. Ask an administrator "
                    "of the CRM to do the handover.",
                    # sudo: the name of a colleague is no secret.
                    name=self.user_id.sudo().name,
                )
            )
        # sudo: counted, whoever may see it.
        self._check_rest(self.sudo()._get_plan()[1])

    def action_refuse(self):
        """Send a requested handover back to whoever prepared it."""
        self._check_decide()
        self._check_state("requested")
        # sudo: see action_request.
        self.sudo().state = "draft"
        for handover in self:
            handover._tell(
                handover.requester_id,
                self.env._("Not approved: %(handover)s") % handover._get_said(),
            )

    def action_cancel(self):
        """Give up a handover that has not moved anything."""
        self.check_access("write")
        self._check_state("draft", "requested", "failed")
        # sudo: see action_request.
        self.sudo().state = "cancelled"

    def action_draft(self):
        """Prepare a handover again that was given up, asked for or failed."""
        self.check_access("write")
        self._check_state("requested", "failed", "cancelled")
        # sudo: see action_request.
        self.sudo().write({"state": "draft", "failure": False})

    def _get_said(self):
        return {"handover": self.display_name}
