from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmYishangContractRenewalMixin(models.AbstractModel):
    """A contract that follows on another one; together they are a chain."""

    _name = "crm.yishang.contract.renewal.mixin"
    _description = "Renewal of a Contract"

    predecessor_id = fields.Many2one(
        "crm.yishang.contract",
        string="Renewal Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    chain_id = fields.Many2one(
        "crm.yishang.contract",
        string="First Contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The one the chain of renewals began with.",
    )
    successor_ids = fields.One2many(
        "crm.yishang.contract",
        "predecessor_id",
        string="Renewals",
        domain=[("state", "!=", "cancelled")],
    )
    is_renewed = fields.Boolean(
        string="Renewed",
        readonly=True,
        copy=False,
        help="Its renewal has been signed.",
    )
    chain_count = fields.Integer(
        string="Contracts in the Chain", compute="_compute_chain_count"
    )

    _predecessor_uniq = models.UniqueIndex(
        "(predecessor_id) WHERE state != 'cancelled'",
        "This contract has a renewal already. Open that one, or cancel it first.",
    )

    @api.depends("chain_id", "successor_ids")
    def _compute_chain_count(self):
        first = {contract: contract.chain_id or contract for contract in self}
        ids = {one.id for one in first.values()}
        counts = dict(
            self._read_group(
                [("chain_id", "in", ids), ("state", "!=", "cancelled")],
                ["chain_id"],
                ["__count"],
            )
        )
        for contract in self:
            count = counts.get(first[contract]._origin, 0)
            contract.chain_count = count + 1 if count else 0

    @api.constrains("predecessor_id", "partner_id")
    def _check_predecessor(self):
        for contract in self.filtered("predecessor_id"):
            if contract.predecessor_id.partner_id != contract.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contract)s renews a contract of another customer. Make a "
                        "new contract for this customer instead.",
                        contract=contract.display_name,
                    )
                )

    def action_renew(self):
        """Open the contract that follows on this one; prepare it if there is none."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("signed", "running", "expired")
        successor = self.successor_ids[:1]
        if not successor:
            self.check_access("create")
            # sudo: what a contract renews is nothing people write.
            successor = self.sudo().copy(self._get_renewal_values())
            successor._copy_pattern(self.sudo())
        return successor._get_form_action()

    def _get_renewal_values(self):
        """Return what differs: the next period, of the same length."""
        start = self.date_end and fields.Date.add(self.date_end, days=1)
        start = start or self.company_id._yishang_get_day()
        values = {
            "predecessor_id": self.id,
            "chain_id": (self.chain_id or self).id,
            "date_start": start,
            "date_end": False,
        }
        if self.date_end:
            values["date_end"] = self._get_end_after(start)
        return values

    def _get_end_after(self, start):
        """Return the last day of a period as long as this one, whole months kept."""
        after = fields.Date.add(self.date_end, days=1)
        length = relativedelta(after, self.date_start)
        return start + length - relativedelta(days=1)

    def action_view_chain(self):
        """List the contracts that follow on each other."""
        self.ensure_one()
        first = self.chain_id or self
        chain = Domain("id", "=", first.id) | Domain("chain_id", "=", first.id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_contract_action"
        )
        return {**action, "domain": list(chain), "context": {"create": False}}

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.yishang.contract",
            "res_id": self.id,
            "views": [[False, "form"]],
        }
