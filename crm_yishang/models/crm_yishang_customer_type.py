from odoo import models


class CrmYishangCustomerType(models.Model):
    """What a customer is to the company: dealer, end customer, authority."""

    _name = "crm.yishang.customer.type"
    _description = "Customer Type"
    _inherit = "crm.yishang.dictionary.mixin"
