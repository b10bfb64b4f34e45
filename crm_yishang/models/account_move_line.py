from odoo import api, models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["crm.yishang.visible.mixin", "account.move.line"]

    _visible_through = ("move_id", "partner_id")

    def write(self, vals):
        """Which order an invoice line is of decides on where a payment counts."""
        if "sale_line_ids" not in vals:
            return super().write(vals)
        orders = self.move_id._yishang_get_orders()
        result = super().write(vals)
        self.env["crm.yishang.money"]._refresh(
            orders | self.move_id._yishang_get_orders()
        )
        return result

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "move_id.move_type"]

    @api.model
    def _get_sight_domain_through(self, name, sight, mode):
        """A journal entry may name many partners; a bill stays with its lines."""
        domain = super()._get_sight_domain_through(name, sight, mode)
        if name == "partner_id":
            types = self.env["account.move"].get_purchase_types(True)
            domain |= Domain("move_id.move_type", "in", types)
        return domain
