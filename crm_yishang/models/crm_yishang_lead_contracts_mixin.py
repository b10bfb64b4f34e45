from odoo import models


class CrmYishangLeadContractsMixin(models.AbstractModel):
    """The contracts an opportunity led to."""

    _name = "crm.yishang.lead.contracts.mixin"
    _description = "Contracts of an Opportunity"
    _inherit = "crm.yishang.contracted.mixin"

    _contract_link = "lead_id"

    def _yishang_get_contract_defaults(self):
        customer = self.yishang_customer_id
        contact = (self.partner_id - customer).filtered(lambda one: not one.is_company)
        return {
            "default_partner_id": customer.id,
            "default_contact_id": contact.id,
            "default_lead_id": self.id,
            "default_subject": self.name,
            "default_amount": self.expected_revenue,
        }
