from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LEADER = "crm_yishang.crm_yishang_group_leader"


class CrmYishangHandoverApprovalMixin(models.AbstractModel):
    """Who may have a handover done: whoever is above the leaver."""

    _name = "crm.yishang.handover.approval.mixin"
    _description = "Approval of a Handover"

    requester_id = fields.Many2one(
        "res.users",
        string="Prepared By",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    approver_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    can_decide = fields.Boolean(
        compute="_compute_can_decide", export_string_translation=False
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        people = self.env["crm.yishang.people"]
        sees_all = people._get_ids() is None
        is_leader = self.env.user.has_group(LEADER)
        for handover in self:
            handover.can_decide = sees_all or (
                is_leader and people._is_superior_of(handover.user_id)
            )

    def _check_state(self, *states):
        """Check that a button is pressed when it has a meaning.

        :raise UserError: naming the handover and where it stands
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for handover in self:
            if handover.state not in states:
                raise UserError(
                    self.env._(
                        "%(handover)s is “%(state)s”: this cannot be done now. Reload "
                        "the page.",
                        handover=handover.display_name,
                        state=labels[handover.state],
                    )
                )

    def _check_decide(self):
        """Check that the current user is above the leaver.

        :raise AccessError: saying whom to ask
        """
        for handover in self:
            if not self.env.su and not handover.can_decide:
                superior = handover.user_id._yishang_get_superior()
                raise AccessError(
                    self.env._(
                        "%(handover)s is decided on by whoever is above that person. "
                        "Ask %(superior)s.",
                        handover=handover.display_name,
                        superior=superior.sudo().name
                        or self.env._("an administrator of the CRM"),
                    )
                )

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

    def _tell(self, users, subject, body=False):
        """Send colleagues a message that leads to the handover."""
        if partners := users.sudo().filtered("active").partner_id:
            # sudo: superiors of a successor need not see the document itself.
            self.env["mail.thread"].sudo().message_notify(
                author_id=self.env.user.partner_id.id,
                partner_ids=partners.ids,
                model=self._name,
                res_id=self.id,
                subject=subject,
                body=body or subject,
            )
