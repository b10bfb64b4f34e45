from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

LEADER = "crm_yishang.crm_yishang_group_leader"


class CrmYishangApprovalMixin(models.AbstractModel):
    """Documents that somebody asks for and a superior decides on.

    They have a ``state`` that moves by buttons alone.
    """

    _name = "crm.yishang.approval.mixin"
    _description = "Decided On by a Superior"
    _inherit = "crm.yishang.decision.mixin"

    # Many2one to the user whose superiors decide.
    _approval_person = "user_id"

    @api.depends(lambda self: [self._approval_person])
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for document in self:
            document.can_decide = document._may_decide()

    def _may_decide(self):
        """Return whether the current user decides on the document."""
        return self._stands_above(self[self._approval_person])

    @api.model
    def _stands_above(self, person):
        """Return whether the current user is a leader above ``person``."""
        people = self.env["crm.yishang.people"]
        if people._get_ids() is None:
            return True
        return self.env.user.has_group(LEADER) and people._is_superior_of(person)

    @api.model
    def _get_decidable_domain(self):
        """Return the documents on which the current user decides, in any state.

        The twin of `_may_decide`.
        """
        ids = self.env["crm.yishang.people"]._get_ids()
        if ids is None:
            return Domain.TRUE
        if not self.env.user.has_group(LEADER):
            return Domain.FALSE
        return Domain(self._approval_person, "in", sorted(ids - {self.env.uid}))

    def _check_state(self, *states):
        """Check that a button is pressed when it has a meaning.

        :raise UserError: naming the document and where it stands
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for document in self:
            if document.state not in states:
                raise UserError(
                    self.env._(
                        "%(document)s is “%(state)s”: this cannot be done now. Reload "
                        "the page.",
                        document=document.display_name,
                        state=labels[document.state],
                    )
                )

    def _check_decide(self):
        """Check that the current user is above the person concerned.

        :raise AccessError: saying whom to ask
        """
        for document in self:
            if not self.env.su and not document.can_decide:
                raise AccessError(
                    self.env._(
                        "%(document)s is decided on by whoever is above that person. "
                        "Ask %(superior)s.",
                        document=document.display_name,
                        # sudo: whom to ask is told to whoever may not decide.
                        superior=document._get_judge().sudo().name
                        or self.env._("an administrator of the CRM"),
                    )
                )

    def _get_judge(self):
        """Return the user who is asked to decide, empty if there is none."""
        return self[self._approval_person]._yishang_get_superior()
