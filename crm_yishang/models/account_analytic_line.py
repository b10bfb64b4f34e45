from odoo import api, models


class AccountAnalyticLine(models.Model):
    _name = "account.analytic.line"
    _inherit = ["crm.yishang.visible.mixin", "account.analytic.line"]
    _yishang_stays = ("user_id",)

    @api.model
    def _get_visible_through(self):
        return ("partner_id", *self._get_plan_fnames())

    @api.model
    def _get_visible_columns(self):
        # The plans are not known yet when the registry asks.
        return ["partner_id", "partner_id.yishang_is_visible", "account_id"]
