from odoo import models


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
