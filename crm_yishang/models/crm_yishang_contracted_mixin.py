from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangContractedMixin(models.AbstractModel):
    """A customer or an opportunity: it has contracts, and more are made from it."""

    _name = "crm.yishang.contracted.mixin"
    _description = "Contracts of a Customer or an Opportunity"

    # The many2one of contracts to this model.
    _contract_link = None

    yishang_contract_count = fields.Integer(
        string="Contracts",
        compute="_compute_yishang_contract_count",
        help="Those that are not cancelled.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_contract_count(self):
        self.yishang_contract_count = 0
        contracts = self.env["crm.yishang.contract"]
        if not self.ids or not contracts.has_access("read"):
            return
        domain = Domain(self._contract_link, "in", self.ids)
        for document, count in contracts._read_group(
            domain & Domain("state", "!=", "cancelled"),
            [self._contract_link],
            ["__count"],
        ):
            document.yishang_contract_count = count

    def action_yishang_view_contracts(self):
        """List the contracts, cancelled ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_contract_action"
        )
        return {
            **action,
            "domain": [(self._contract_link, "=", self.id)],
            "context": self._yishang_get_contract_defaults(),
        }

    def action_yishang_new_contract(self):
        """Open a new contract that begins with what is known here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Contract"),
            "res_model": "crm.yishang.contract",
            "views": [[False, "form"]],
            "context": self._yishang_get_contract_defaults(),
        }

    def _yishang_get_contract_defaults(self):
        """Return what a contract made from here starts with, as context."""
        raise NotImplementedError
