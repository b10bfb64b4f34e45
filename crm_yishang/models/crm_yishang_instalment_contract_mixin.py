from odoo import api, fields, models


class CrmYishangInstalmentContractMixin(models.AbstractModel):
    """Instalments of a contract: with an order they are its plan, else the pattern."""

    _name = "crm.yishang.instalment.contract.mixin"
    _description = "Instalment of a Contract"

    contract_id = fields.Many2one(
        "crm.yishang.contract",
        index="btree_not_null",
        ondelete="cascade",
    )

    def _compute_contract_document(self):
        """Take from the contract what a pattern repeats of its document."""
        for instalment in self:
            contract = instalment.contract_id
            instalment.currency_id = contract.currency_id
            instalment.currency_rate = 1
            instalment.company_id = contract.company_id
            instalment.partner_id = contract.partner_id
            instalment.user_id = contract.user_id

    @api.constrains("amount", "contract_id", "date_due", "note", "order_id")
    def _check_contract_open(self):
        """The pattern of a signed contract is part of what was agreed on."""
        self._get_patterns()._check_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._get_patterns()._check_draft()

    def _get_patterns(self):
        """Return the contracts whose pattern the records belong to."""
        return self.filtered(lambda one: not one.order_id).contract_id
