from odoo import api, models


class CrmYishangCustomerMakerMixin(models.AbstractModel):
    """A document that makes its partner a customer of the CRM."""

    _name = "crm.yishang.customer.maker.mixin"
    _description = "Document That Makes Customers"

    @api.model_create_multi
    def create(self, vals_list):
        self._yishang_read_ahead(vals_list)
        documents = super().create(vals_list)
        documents._yishang_make_customers()
        return documents

    @api.model
    def _yishang_read_ahead(self, vals_list):
        """Read at once the partners that the host reads one after the other.

        They are the customers, the company and whoever creates the documents.
        """
        given = {vals.get("partner_id") for vals in vals_list}
        partners = self.env["res.partner"].browse(filter(None, given))
        partners |= self.env.company.partner_id | self.env.user.partner_id
        # sudo: into the cache alone; nobody is given anything.
        partners.sudo().mapped("name")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id") or vals.get("state") or vals.get("type"):
            self._yishang_make_customers()
        return result

    def _yishang_make_customers(self):
        for company, documents in self.grouped("company_id").items():
            documents.partner_id._yishang_become_customer(company or self.env.company)
