from odoo import models


class ResPartnerBank(models.Model):
    _name = "res.partner.bank"
    _inherit = [
        "crm.yishang.revised.bank.mixin",
        "crm.yishang.visible.mixin",
        "res.partner.bank",
    ]

    _visible_through = ("partner_id",)
