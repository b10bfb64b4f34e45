from odoo import models


class CrmYishangVisitQuickMixin(models.AbstractModel):
    """The short ways into a record: written down at once, or planned after another."""

    _name = "crm.yishang.visit.quick.mixin"
    _description = "Quick Entry of a Visit"

    def web_save(self, vals, specification, next_id=None):
        """Finish a contact that is written down after the fact with the saving of it.

        The form of the short way says so in its context. A record that cannot be
        finished is not saved either: nobody finds it planned. Without a start it
        happened just now.
        """
        if not self.env.context.get("yishang_finish"):
            return super().web_save(vals, specification, next_id)
        (row,) = super().web_save(vals, {})
        visit = self.browse(row["id"])
        visit.action_done()
        return visit.with_context(bin_size=True).web_read(specification)

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
