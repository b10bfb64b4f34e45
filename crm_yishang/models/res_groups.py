from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.yishang.policy"]._forget()
        return result
