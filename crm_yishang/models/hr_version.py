from odoo import models

# What says that somebody left.
DEPARTED = ("departure_date", "departure_reason_id")


class HrVersion(models.Model):
    """Nobody is marked as departed who still has customers."""

    _inherit = "hr.version"

    def write(self, vals):
        if any(vals.get(name) for name in DEPARTED):
            # sudo: what the users of the employees hold, whoever marks them.
            self.sudo().employee_id._yishang_check_handed_over()
        return super().write(vals)
