from odoo import api, models
from odoo.exceptions import UserError

# What people enter as long as nobody has decided on the contract.
ENTERED_FIELDS = frozenset(
    (
        "amount",
        "case_limit",
        "clauses",
        "company_id",
        "contact_id",
        "currency_id",
        "date_end",
        "date_sign",
        "date_start",
        "instalment_ids",
        "kind",
        "lead_id",
        "partner_id",
        "policy_id",
        "response_hours",
        "signatory_id",
        "subject",
        "visit_limit",
    )
)
# What both parties signed: changed by nobody, not even by code in superuser mode.
AGREED_FIELDS = ENTERED_FIELDS - {"instalment_ids", "lead_id"}
# What buttons and jobs write, and nobody else.
SYSTEM_FIELDS = frozenset(
    (
        "access_token",
        "approver_id",
        "chain_id",
        "comment",
        "date_ended",
        "date_reminded",
        "date_terminated",
        "is_renewed",
        "name",
        "predecessor_id",
        "reason",
        "region_id",
        "requester_id",
        "salesperson_id",
    )
)
BINDING_STATES = ("signed", "running", "expired", "terminated")


class CrmYishangContractLockMixin(models.AbstractModel):
    """Terms stand from the moment somebody decides on them, for good once signed."""

    _name = "crm.yishang.contract.lock.mixin"
    _description = "Lock of a Contract"

    @api.model
    def _prepare_entered(self, vals):
        """Return the values of a new contract; people enter drafts alone.

        What is the system's is given, or else the context could bring a default.
        """
        if self.env.su:
            return dict(vals)
        nothing = dict.fromkeys(SYSTEM_FIELDS - {"date_ended"}, False)
        entered = {
            name: value for name, value in vals.items() if name not in SYSTEM_FIELDS
        }
        return {**entered, **nothing, "state": "draft"}

    def write(self, vals):
        if AGREED_FIELDS & vals.keys():
            self._check_not_signed()
        if not self.env.su:
            self._check_entered(vals)
        return super().write(vals)

    def _check_entered(self, vals):
        """Check that people write nothing that has been decided on.

        :raise UserError: naming the contract and the way out
        """
        if (SYSTEM_FIELDS | {"state"}) & vals.keys():
            raise UserError(
                self.env._("A contract goes on by its buttons, not by writing to it.")
            )
        if not ENTERED_FIELDS & vals.keys():
            return
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is no draft any more. Set it back to draft to "
                        "change it; it has to be approved again then.",
                        contract=contract.display_name,
                    )
                )

    def _check_not_signed(self):
        """Check that the parties have not signed yet.

        :raise UserError: naming the contract and what to do instead
        """
        for contract in self:
            if contract.state in BINDING_STATES:
                raise UserError(
                    self.env._(
                        "%(contract)s is signed: its texts, amount and parties stay as "
                        "they are. Terminate it, or renew it with other terms.",
                        contract=contract.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if kept := self.filtered(lambda one: one.state not in ("draft", "cancelled")):
            raise UserError(
                self.env._(
                    "%(contracts)s: a contract others have decided on is cancelled or "
                    "terminated, not deleted.",
                    contracts=", ".join(kept.mapped("display_name")),
                )
            )
