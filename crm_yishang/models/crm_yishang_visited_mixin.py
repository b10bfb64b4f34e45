from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmYishangVisitedMixin(models.AbstractModel):
    """A customer or an opportunity: it has contacts, and more are recorded on it."""

    _name = "crm.yishang.visited.mixin"
    _description = "Contacts of a Customer or an Opportunity"

    # The many2one of visits to this model.
    _visit_link = None

    yishang_visit_count = fields.Integer(
        string="Contacts Made",
        compute="_compute_yishang_visit_count",
        help="Finished records, those of planned contacts left aside.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_visit_count(self):
        self.yishang_visit_count = 0
        visits = self.env["crm.yishang.visit"]
        if not self.ids or not visits.has_access("read"):
            return
        domain = Domain(self._visit_link, "in", self.ids) & Domain("state", "=", "done")
        for document, count in visits._read_group(
            domain, [self._visit_link], ["__count"]
        ):
            document.yishang_visit_count = count

    def action_yishang_record_visit(self):
        """Open the short form in which a contact is recorded that has just been."""
        action = self._yishang_get_visit_action(
            "crm_yishang_visit_view_form_quick", self.env._("Record a Contact")
        )
        action["context"]["yishang_finish"] = True
        return action

    def action_yishang_plan_visit(self):
        """Open the short form in which a visit is planned."""
        return self._yishang_get_visit_action(
            "crm_yishang_visit_view_form_plan", self.env._("Plan a Visit")
        )

    def action_yishang_view_visits(self):
        """List all contacts, planned and cancelled ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_visit_action"
        )
        return {
            **action,
            "domain": [(self._visit_link, "=", self.id)],
            "context": self._yishang_get_visit_defaults(),
        }

    def _yishang_get_visit_action(self, view, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "crm.yishang.visit",
            "views": [(self.env.ref(f"crm_yishang.{view}").id, "form")],
            "target": "new",
            "context": self._yishang_get_visit_defaults(),
        }

    def _yishang_get_visit_defaults(self):
        """Return what a contact recorded on this document starts with, as context.

        :raise UserError: if there is no customer to record it on
        """
        customer, lead, contact = self._yishang_get_visited()
        if not customer:
            raise UserError(
                self.env._(
                    "%(document)s has no customer of the CRM. Choose its customer "
                    "before you record a contact.",
                    document=self.display_name,
                )
            )
        return {
            "default_partner_id": customer.id,
            "default_lead_id": lead.id,
            "default_contact_id": contact.id,
        }

    def _yishang_get_visited(self):
        """Return the customer, the opportunity and the person a contact is about."""
        raise NotImplementedError
