from odoo import api, fields, models

# What an adoption counts: kind -> (label, whether it calls for attention).
KINDS = {
    "partner": ("Partners that become customers", False),
    "contact": ("Contacts that follow their company", False),
    "sale_order": ("Quotations and orders that follow their customer", False),
    "crm_lead": ("Leads and opportunities that follow their customer", False),
    "account_move": ("Invoices that follow their customer", False),
    "owner": ("Customers with a salesperson", False),
    "pool": ("Customers without salesperson: in the public pool", False),
    "region": ("Customers with a region", False),
    "no_region": ("Customers without region", True),
    "code": ("Customer codes to give", False),
    "member": ("Members: have a confirmed order", False),
    "visited": ("Visited: have a quotation or an opportunity", False),
    "potential": ("Potential: neither of both", False),
    "archived_owner": ("Customers of an archived salesperson", True),
    "blind_owner": ("Customers of a salesperson without role in the CRM", True),
    "same_tax_id": ("Customers whose tax ID another customer has as well", True),
    "user_open": ("Users who see every customer once visibility is in force", False),
    "user_narrowed": ("Users who see what their role gives them then", False),
    "user_blind": ("Users without role who see no customer then", True),
}
# A list of more records than this helps nobody, and its ids travel to the browser.
MAX_SHOWN = 5000


class CrmYishangAdoptionLine(models.TransientModel):
    """One number of what an adoption changes."""

    _name = "crm.yishang.adoption.line"
    _description = "Effect of an Adoption"
    _rec_name = "kind"

    adoption_id = fields.Many2one(
        "crm.yishang.adoption", required=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [(kind, label) for kind, (label, _is_warning) in KINDS.items()],
        string="What Changes",
        required=True,
    )
    count = fields.Integer(string="How Many")
    is_warning = fields.Boolean(compute="_compute_is_warning")
    has_records = fields.Boolean(compute="_compute_has_records")

    @api.depends("kind")
    def _compute_is_warning(self):
        for line in self:
            line.is_warning = KINDS[line.kind][1]

    @api.depends("kind", "count", "adoption_id.state")
    def _compute_has_records(self):
        kinds = self.env["crm.yishang.adopter"]._sql_kinds()
        for line in self:
            is_open = line.kind.startswith("user_") or (
                line.kind in kinds and line.adoption_id.state == "preview"
            )
            line.has_records = bool(line.count and is_open)

    def action_view_records(self):
        """Open what the number counts, the first few thousand of them."""
        self.ensure_one()
        adoption = self.adoption_id
        if self.kind.startswith("user_"):
            model, ids = "res.users", adoption._get_users_by_kind()[self.kind].ids
        else:
            model = "res.partner"
            ids = self.env["crm.yishang.adopter"]._get_partner_ids(
                adoption._get_choice(), self.kind, MAX_SHOWN
            )
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
            "context": {"active_test": False, "create": False},
        }
