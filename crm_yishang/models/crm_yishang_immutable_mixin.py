from odoo import api, models
from odoo.exceptions import UserError


class CrmYishangImmutableMixin(models.AbstractModel):
    """Records of what happened: written once by the system, never changed.

    Not even an administrator or code in superuser mode changes them.
    """

    _name = "crm.yishang.immutable.mixin"
    _description = "Never Changed"

    def write(self, vals):
        if self:
            raise self._make_immutable_error()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise self._make_immutable_error()

    def _make_immutable_error(self):
        return UserError(
            self.env._(
                "%(kind)s: what happened is neither changed nor deleted.",
                kind=self.env["ir.model"]._get(self._name).name,
            )
        )
