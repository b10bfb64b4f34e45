from odoo import api, models
from odoo.fields import Domain


class CrmYishangWorkbenchHandoverMixin(models.AbstractModel):
    """What the workbench says about handovers that wait for a superior."""

    _name = "crm.yishang.workbench.handover.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Handovers on the Workbench"

    @api.model
    def _get_handover_tiles(self):
        """Return the tile with the handovers to approve, none if there are none."""
        handovers = self.env["crm.yishang.handover"]
        if not handovers.has_access("write"):
            return []
        domain = Domain("state", "=", "requested") & handovers._get_decidable_domain()
        if domain.is_false():
            return []
        label = self.env._("Handovers to approve")
        tile = self._get_count_tile(
            "handover_judge", label, handovers._name, domain, True
        )
        return self._keep_filled([tile])
