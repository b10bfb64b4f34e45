from odoo import models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "crm.yishang.visible.mixin"]

    _visible_through = "move_id"
