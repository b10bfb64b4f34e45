from odoo import api, fields, models


class CrmYishangVisitNeighbourMixin(models.AbstractModel):
    """The way from one contact of a customer to the one before and the one after."""

    _name = "crm.yishang.visit.neighbour.mixin"
    _description = "Contacts Before and After"

    previous_id = fields.Many2one(
        "crm.yishang.visit", string="Contact Before", compute="_compute_neighbours"
    )
    next_id = fields.Many2one(
        "crm.yishang.visit", string="Contact After", compute="_compute_neighbours"
    )

    @api.depends("yishang_customer_id", "day", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_neighbours(self):
        """Walk through the contacts of the customers, cancelled ones left aside."""
        self.previous_id = False
        self.next_id = False
        later = self.browse()
        for visit in self._get_timeline():
            if later and later.yishang_customer_id == visit.yishang_customer_id:
                if later in self:
                    later.previous_id = visit
                if visit in self:
                    visit.next_id = later
            later = visit

    def _get_timeline(self):
        """Return all contacts of these customers, by customer, newest first."""
        customers = self.yishang_customer_id
        if not self.ids or not customers:
            return self.browse()
        return self.search_fetch(
            [
                ("yishang_customer_id", "in", customers.ids),
                "|",
                ("state", "!=", "cancelled"),
                ("id", "in", self.ids),
            ],
            ["yishang_customer_id"],
            order="yishang_customer_id, day DESC, id DESC",
        )

    def action_previous(self):
        """Open the contact of the customer before this one."""
        return self.previous_id.action_open()

    def action_next(self):
        """Open the contact of the customer after this one."""
        return self.next_id.action_open()
