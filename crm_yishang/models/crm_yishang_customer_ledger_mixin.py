from odoo import api, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerTable


class CrmYishangCustomerLedgerMixin(models.AbstractModel):
    """A customer has a ledger, and its contacts stand in it."""

    _name = "crm.yishang.customer.ledger.mixin"
    _inherit = "crm.yishang.ledger.mixin"
    _description = "Contacts in the Customer Ledger"

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="contacts",
            title=self.env._("Contacts"),
            sequence=10,
            # Addresses without a person have no name.
            domain=Domain("yishang_is_customer", "=", False)
            & Domain("name", "!=", False),
            order="complete_name, id",
            columns=(
                "name",
                "function",
                "phone",
                "email",
                "yishang_decision_role",
                "yishang_birthday",
                "yishang_preferences",
            ),
        )
        return [*super()._get_ledger_tables(), table]

    def action_yishang_export_ledger(self):
        """Hand out the ledgers as a workbook.

        :raise AccessError: if the user may not export, or a customer is hidden
        """
        export = self.env["crm.yishang.customer.ledger.export"]
        return export._start(self)
