from odoo import api, fields, models
from odoo.fields import Domain

from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangServiceSharedMixin(models.AbstractModel):
    """A case that colleagues outside the team read, or work on."""

    _name = "crm.yishang.service.shared.mixin"
    _description = "Shared Service Case"

    share_ids = fields.One2many(
        "crm.yishang.service.share", "case_id", string="Shared With", copy=False
    )
    can_share = fields.Boolean(
        compute="_compute_can_share", export_string_translation=False
    )

    @api.depends("state", "team_id", "user_id")
    @api.depends_context("uid")
    def _compute_can_share(self):
        # sudo: only compared; a hidden case is not shown anyhow.
        own = self.sudo().filtered_domain(self._get_own_domain())
        for case in self:
            case.can_share = case in own and case.state in OPEN_KINDS

    @api.model
    def _get_shared_domain(self, can_work=False):
        """Return the open cases shared with the user."""
        ids = self.env["crm.yishang.service.share"]._get_case_ids(can_work)
        if not ids:
            return Domain.FALSE
        return Domain("id", "in", ids) & Domain("state", "in", OPEN_KINDS)

    @api.model
    def _get_visible_domain(self, mode):
        domain = super()._get_visible_domain(mode)
        if domain.is_true() or mode == "write":
            return domain
        # The customer opens the others, see ``crm.yishang.grant``.
        strangers = Domain("partner_id", "=", False) & self._get_shared_domain()
        return domain | strangers

    def action_share(self):
        """Open the form in which a colleague is chosen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Share the Case"),
            "res_model": "crm.yishang.service.share",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }
