from odoo import models


class PaymentToken(models.Model):
    _name = "payment.token"
    _inherit = ["payment.token", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
