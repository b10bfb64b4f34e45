from odoo import models


class ResPartnerBank(models.Model):
    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
