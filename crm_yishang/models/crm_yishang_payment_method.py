from odoo import models


class CrmYishangPaymentMethod(models.Model):
    """How a customer pays: bank transfer, cash, WeChat."""

    _name = "crm.yishang.payment.method"
    _description = "Payment Method"
    _inherit = "crm.yishang.dictionary.mixin"
