from odoo import api, models
from odoo.fields import Domain


class CrmYishangWorkbenchDuplicateMixin(models.AbstractModel):
    """What the workbench says to whoever has to answer requests for customers."""

    _name = "crm.yishang.workbench.duplicate.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Requests for Customers on the Workbench"

    @api.model
    def _get_duplicate_tiles(self):
        """Return the tile with the requests that wait, none if there are none."""
        if not self.env.user.has_group("crm_yishang.crm_yishang_group_leader"):
            return []
        waiting = Domain("state", "=", "requested")
        waiting &= Domain("requester_id", "!=", self.env.uid)
        tile = self._get_count_tile(
            "duplicate_requests",
            self.env._("Requests for customers"),
            "crm.yishang.duplicate.request",
            waiting,
            True,
        )
        return [tile] if tile["is_alert"] else []
