from odoo import models


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["crm.yishang.visible.mixin", "account.payment"]

    _visible_through = ("partner_id",)
