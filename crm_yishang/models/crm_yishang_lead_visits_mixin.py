from odoo import fields, models


class CrmYishangLeadVisitsMixin(models.AbstractModel):
    """The contacts that were about an opportunity."""

    _name = "crm.yishang.lead.visits.mixin"
    _description = "Contacts about an Opportunity"
    _inherit = "crm.yishang.visited.mixin"

    _visit_link = "lead_id"

    yishang_visit_ids = fields.One2many(
        "crm.yishang.visit",
        "lead_id",
        string="Contact History",
        domain=[("state", "in", ("in_progress", "done"))],
        copy=False,
        help="What happened about the opportunity, newest first.",
    )

    def _yishang_get_visited(self):
        customer = self.yishang_customer_id
        return customer, self, self._yishang_get_contact(customer)

    def _yishang_get_contact(self, customer):
        """Return the person the opportunity is discussed with, if there is one."""
        return self.partner_id - customer
