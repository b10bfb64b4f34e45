from odoo import api, models
from odoo.fields import Domain

from .crm_yishang_policy import OPTIONAL_MODELS


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or not self._yishang_is_narrowed():
            return domain
        if name := OPTIONAL_MODELS.get(model_name):
            visible = Domain(f"{name}.yishang_is_visible", "=", True)
            domain &= Domain(name, "=", False) | visible
        if self.env[model_name]._transient:
            # The host shows wizards to everybody, with the names entered there.
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain
