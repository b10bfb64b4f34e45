from odoo import models


class ResCurrency(models.Model):
    """Decimals of a currency, which the host remembers, follow its rounding."""

    _inherit = "res.currency"

    def write(self, vals):
        result = super().write(vals)
        if "rounding" in vals:
            # The host forgets what it knows of currencies for other fields alone.
            self.env.registry.clear_cache("stable")
        return result
