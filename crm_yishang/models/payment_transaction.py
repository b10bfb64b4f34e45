from odoo import models


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["payment.transaction", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
