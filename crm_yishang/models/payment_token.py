from odoo import models


class PaymentToken(models.Model):
    _name = "payment.token"
    _inherit = ["crm.yishang.visible.mixin", "payment.token"]

    _visible_through = ("partner_id",)
