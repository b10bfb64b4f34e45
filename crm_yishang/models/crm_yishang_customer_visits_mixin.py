from odoo import fields, models


class CrmYishangCustomerVisitsMixin(models.AbstractModel):
    """The contact history of a customer."""

    _name = "crm.yishang.customer.visits.mixin"
    _description = "Contact History of a Customer"
    _inherit = "crm.yishang.visited.mixin"

    _visit_link = "yishang_customer_id"

    yishang_visit_ids = fields.One2many(
        "crm.yishang.visit",
        "yishang_customer_id",
        string="Contact History",
        domain=[("state", "in", ("in_progress", "done"))],
        copy=False,
        help="What happened with the customer, newest first.",
    )

    def _yishang_get_visited(self):
        """A customer with one open opportunity is contacted about that one."""
        customer = self.yishang_customer_id or self
        leads = self.env["crm.lead"]
        if leads.has_access("read"):
            leads = leads.search(
                [
                    ("yishang_customer_id", "=", customer.id),
                    ("type", "=", "opportunity"),
                    ("won_status", "=", "pending"),
                ],
                limit=2,
            )
        lead = leads if len(leads) == 1 else leads.browse()
        contact = self if self != customer else lead._yishang_get_contact(customer)
        return customer, lead, contact
