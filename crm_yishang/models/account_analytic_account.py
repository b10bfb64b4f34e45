from odoo import models


class AccountAnalyticAccount(models.Model):
    _name = "account.analytic.account"
    _inherit = ["crm.yishang.visible.mixin", "account.analytic.account"]

    _visible_through = ("partner_id",)
