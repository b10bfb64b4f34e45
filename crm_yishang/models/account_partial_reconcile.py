from odoo import models


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["crm.yishang.visible.mixin", "account.partial.reconcile"]

    _visible_through = ("debit_move_id", "credit_move_id")
