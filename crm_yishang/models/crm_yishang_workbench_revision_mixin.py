from odoo import api, models
from odoo.fields import Domain


class CrmYishangWorkbenchRevisionMixin(models.AbstractModel):
    """What the workbench says about requested revisions, to both sides."""

    _name = "crm.yishang.workbench.revision.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Revisions on the Workbench"

    @api.model
    def _get_revision_tiles(self):
        """Return the tiles on revisions, none as long as nothing is protected."""
        if not self.env["res.company"]._yishang_get_protections():
            return []
        revisions = self.env["crm.yishang.revision"]
        if not revisions.has_access("read"):
            return []
        own = Domain("requester_id", "=", self.env.uid) & Domain("state", "=", "draft")
        tiles = [
            (
                "revision_judge",
                self.env._("Revisions to approve"),
                revisions._get_waiting_domain(),
            ),
            ("revision_draft", self.env._("Revisions without reason"), own),
        ]
        tiles = [
            self._get_count_tile(key, label, revisions._name, domain, True)
            for key, label, domain in tiles
            if not domain.is_false()
        ]
        # A reason is rarely missing.
        return [
            tile
            for tile in tiles
            if tile["is_alert"] or tile["key"] != "revision_draft"
        ]
