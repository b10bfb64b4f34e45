from odoo import api, models


class CrmYishangCustomerMakerMixin(models.AbstractModel):
    """A document that makes its partner a customer of the CRM."""

    _name = "crm.yishang.customer.maker.mixin"
    _description = "Document That Makes Customers"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._yishang_make_customers()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id") or vals.get("state") or vals.get("type"):
            self._yishang_make_customers()
        return result

    def _yishang_make_customers(self):
        for company, documents in self.grouped("company_id").items():
            documents.partner_id._yishang_become_customer(company or self.env.company)
