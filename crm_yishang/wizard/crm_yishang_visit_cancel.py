from odoo import fields, models


class CrmYishangVisitCancel(models.TransientModel):
    """Ask why planned visits are called off."""

    _name = "crm.yishang.visit.cancel"
    _description = "Cancel Visits"

    visit_ids = fields.Many2many(
        "crm.yishang.visit",
        relation="crm_yishang_visit_cancel_rel",
        string="Visits",
        required=True,
        default=lambda self: self._default_visit_ids(),
    )
    reason = fields.Char(required=True)

    def _default_visit_ids(self):
        if self.env.context.get("active_model") != "crm.yishang.visit":
            return []
        return self.env.context.get("active_ids", [])

    def action_cancel(self):
        """Call the visits off and keep the reason."""
        self.ensure_one()
        self.visit_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
