from odoo import api, models
from odoo.fields import Domain

# Set in the context to count what the user sees where the host counts as superuser.
IN_SIGHT = "yishang_in_sight"


class CrmYishangInSightMixin(models.AbstractModel):
    """Visible records that the host counts as superuser, cut by sight on demand."""

    _name = "crm.yishang.in.sight.mixin"
    _description = "Counted as Far as One Sees"

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get(IN_SIGHT):
            domain = Domain(domain) & self._get_visible_domain("read")
        return super()._search(domain, *args, **kwargs)
