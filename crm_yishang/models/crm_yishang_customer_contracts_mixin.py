from odoo import fields, models


class CrmYishangCustomerContractsMixin(models.AbstractModel):
    """The contracts of a customer."""

    _name = "crm.yishang.customer.contracts.mixin"
    _description = "Contracts of a Customer"
    _inherit = "crm.yishang.contracted.mixin"

    _contract_link = "yishang_customer_id"

    yishang_contract_ids = fields.One2many(
        "crm.yishang.contract",
        "yishang_customer_id",
        string="Signed Contracts",
        domain=[("state", "!=", "cancelled")],
        copy=False,
        # Whoever has no right on contracts still reads all fields of a partner.
        groups="crm_yishang.crm_yishang_group_salesperson,"
        "crm_yishang.crm_yishang_group_service_agent,"
        "crm_yishang.crm_yishang_group_cashier,"
        "crm_yishang.crm_yishang_group_report_viewer",
    )

    def _yishang_get_contract_defaults(self):
        return {"default_partner_id": (self.yishang_customer_id or self).id}
