from odoo import models


class CrmYishangVisitQuickMixin(models.AbstractModel):
    """The short ways into a record: written down at once, or planned after another."""

    _name = "crm.yishang.visit.quick.mixin"
    _description = "Quick Entry of a Visit"

    def action_record(self):
        """Finish a record that was written down after the fact, and close its dialog.

        Without a start it happened just now.
        """
        self.ensure_one()
        self.action_done()
        return {"type": "ir.actions.act_window_close"}

    def action_plan_next(self):
        """Open the form in which the next visit is planned, about the same matter."""
        self.ensure_one()
        action = self.partner_id._yishang_get_visit_action(
            "crm_yishang_visit_view_form_plan", self.env._("Plan a Visit")
        )
        action["context"] = {
            "default_partner_id": self.partner_id.id,
            "default_contact_id": self.contact_id.id,
            "default_lead_id": self.lead_id.id,
            "default_category_id": self.category_id.id,
        }
        return action

    def action_open(self):
        """Open the whole record."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
