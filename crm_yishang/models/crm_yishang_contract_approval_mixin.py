from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangContractApprovalMixin(models.AbstractModel):
    """Whoever is above the responsible person approves what is going to be signed."""

    _name = "crm.yishang.contract.approval.mixin"
    _description = "Approval of a Contract"
    _inherit = "crm.yishang.approval.mixin"

    comment = fields.Char(
        string="Comment on the Decision", readonly=True, copy=False, tracking=True
    )
    needs_approval = fields.Boolean(
        compute="_compute_needs_approval", export_string_translation=False
    )
    judge_id = fields.Many2one(
        "res.users", string="Waiting For", compute="_compute_judge_id"
    )

    @api.depends("amount", "currency_id", "company_id", "state")
    def _compute_needs_approval(self):
        for contract in self:
            contract.needs_approval = (
                contract.state == "draft" and contract._is_beyond_limit()
            )

    @api.depends("user_id", "state")
    def _compute_judge_id(self):
        for contract in self:
            contract.judge_id = contract.state == "requested" and contract._get_judge()

    def _is_beyond_limit(self):
        """Return whether the contract is not signed without a superior.

        One that names no amount may come to any amount.
        """
        self.ensure_one()
        limit = self.company_id.yishang_contract_limit
        if not limit or not self.amount:
            return True
        amount = self.currency_id._convert(
            self.amount, self.company_id.currency_id, self.company_id
        )
        return self.company_id.currency_id.compare_amounts(amount, limit) >= 0

    @api.model
    def _get_waiting_domain(self):
        """Return the contracts that wait for the current user, as a ``Domain``."""
        waiting = fields.Domain("state", "=", "requested")
        return waiting & self._get_decidable_domain()

    def action_request(self):
        """Ask the superior of the responsible person to approve."""
        self.check_access("write")
        self._check_state("draft")
        for contract in self:
            contract._check_complete()
            contract._check_request()
            # sudo: the state moves by methods alone.
            contract.sudo().write(
                {"state": "requested", "requester_id": self.env.uid, "comment": False}
            )
            contract._tell(
                contract._get_judge(),
                self.env._("To approve: %(contract)s", contract=contract.display_name),
            )

    def _check_request(self):
        """Check that there is something to ask, and somebody to decide.

        :raise UserError: saying what to do instead
        """
        if self.can_decide:
            raise UserError(
                self.env._(
                    "You decide on %(contract)s yourself: press “Approve”.",
                    contract=self.display_name,
                )
            )
        if not self._is_beyond_limit():
            raise UserError(
                self.env._(
                    "%(contract)s needs no approval: its amount is below the limit of "
                    "your company. Have it signed.",
                    contract=self.display_name,
                )
            )
        if not self._get_judge():
            raise UserError(
                self.env._(
                    "%(name)s has no superior who could approve. Ask an administrator "
                    "of the CRM.",
                    # sudo: the name of a colleague is no secret.
                    name=self.user_id.sudo().name,
                )
            )

    def action_approve(self):
        """Have the contract signed as it stands; asked for or not."""
        self._check_decide()
        self._check_state("draft", "requested")
        for contract in self:
            contract._check_complete()
            # sudo: see action_request.
            contract.sudo().write({"state": "approved", "approver_id": self.env.uid})
            contract._tell_asking(self.env._("Approved"))

    def action_refuse(self, comment=False):
        """Send the contract back to whoever asked, who reads why.

        :raise UserError: if there is no comment
        """
        self._check_decide()
        self._check_state("requested")
        if not (comment or "").strip():
            raise UserError(
                self.env._("Say why you refuse: whoever asked will read it.")
            )
        for contract in self:
            # sudo: see action_request.
            contract.sudo().write(
                {
                    "state": "draft",
                    "approver_id": self.env.uid,
                    "comment": comment.strip(),
                }
            )
            contract._tell_asking(self.env._("Refused"))

    def action_ask_refusal(self):
        """Open the dialog that asks why the contract is refused."""
        return self._get_reason_action("refuse", self.env._("Refuse the Contract"))

    def _get_reason_action(self, purpose, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "crm.yishang.contract.reason",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_contract_ids": self.ids,
                "default_purpose": purpose,
            },
        }

    def _tell_asking(self, decision):
        """Tell whoever asked, and the responsible person, what was decided."""
        people = (self.requester_id | self.user_id) - self.env.user
        subject = self.env._(
            "%(decision)s: %(contract)s",
            decision=decision,
            contract=self.display_name,
        )
        self._tell(people, subject, self.comment)
