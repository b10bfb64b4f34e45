from odoo import models


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["crm.yishang.visible.mixin", "payment.transaction"]

    _visible_through = ("partner_id",)
