from odoo import api, models

LEADER = "crm_yishang.crm_yishang_group_leader"
REGIONAL_MANAGER = "crm_yishang.crm_yishang_group_regional_manager"
MARKETING = "crm_yishang.crm_yishang_group_marketing"
SERVICE = "crm_yishang.crm_yishang_group_service_agent"
REPORT_VIEWER = "crm_yishang.crm_yishang_group_report_viewer"


class CrmYishangWorkbenchRoleMixin(models.AbstractModel):
    """Who sits at the workbench: roles combine, each adds what it works on."""

    _name = "crm.yishang.workbench.role.mixin"
    _description = "Roles at the Workbench"

    @api.model
    def _is_leader(self):
        """Return whether the user reads and approves what others do."""
        return self.env.user.has_group(LEADER)

    @api.model
    def _is_region_role(self):
        """Return whether the user looks at regions rather than at single people."""
        return self.env.user.has_group(REGIONAL_MANAGER)

    @api.model
    def _is_service_role(self):
        return self.env.user.has_group(SERVICE)

    @api.model
    def _is_report_viewer(self):
        return self.env.user.has_group(REPORT_VIEWER)

    @api.model
    def _is_marketing(self):
        return self.env.user.has_group(MARKETING)

    @api.model
    def _has_people(self):
        """Return whether there is anybody else whose work the user may look at."""
        if not self.env["res.partner"]._yishang_user_owns():
            return False
        ids = self.env["crm.yishang.people"]._get_ids()
        return ids is None or len(ids) > 1

    @api.model
    def _is_seller(self):
        """Return whether the user sells: holds customers, or nothing else to do.

        Leaders without customers of their own are spared the zeros.
        """
        partners = self.env["res.partner"]
        if not partners._yishang_user_owns():
            return False
        if not self._is_leader():
            return True
        own = [("yishang_scope_key", "=", self.env.uid)]
        return bool(partners.search_count(own, limit=1))
