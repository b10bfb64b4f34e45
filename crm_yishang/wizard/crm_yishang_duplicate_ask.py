from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangDuplicateAsk(models.TransientModel):
    """Ask the leader of the owner for a customer that is there already, hidden."""

    _name = "crm.yishang.duplicate.ask"
    _description = "Ask for a Customer"

    partner_id = fields.Many2one("res.partner", string="Entered Customer")
    name = fields.Char(string="Customer Name")
    is_company = fields.Boolean(default=True)
    vat = fields.Char(string="Tax ID")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    found = fields.Html(compute="_compute_found")
    reason = fields.Text(
        help="Why you should work on the customer, too. The leader decides by it."
    )

    @api.depends("partner_id", "name", "is_company", "vat", "phone", "email")
    @api.depends_context("uid")
    def _compute_found(self):
        duplicates = self.env["crm.yishang.duplicate"]
        for wizard in self:
            entered = wizard._get_entered()
            wizard.found = Markup("<br/>").join(
                duplicates._get_sentence(
                    key.kind,
                    entered._yishang_show_key(key),
                    customer._yishang_get_hit_name(),
                )
                for key, customers in wizard._find_hidden().items()
                for customer in customers
            )

    def _get_entered(self):
        """Return the customer as it stands on the form, saved or not."""
        partner = self.partner_id
        return partner.new(
            {
                "yishang_is_customer": True,
                "name": self.name or partner.name,
                "is_company": self.is_company,
                "vat": self.vat or partner.vat,
                "phone": self.phone or partner.phone,
                "email": self.email or partner.email,
                "parent_id": partner.parent_id.id,
                "company_id": partner.company_id.id,
                "child_ids": partner.child_ids.ids,
            },
            origin=partner or None,
        )

    def _find_hidden(self):
        """Return ``{Asked: customers}`` of those the user does not see."""
        asked = self._get_entered()._yishang_get_asked()
        found = self.env["crm.yishang.duplicate"]._find(asked)
        hidden = {
            key: customers.browse(customers.sudo(False)._get_hidden_partners().ids)
            for key, customers in found.items()
        }
        return {key: customers for key, customers in hidden.items() if customers}

    def action_ask(self):
        """Send the request, and say that it is on its way."""
        self.ensure_one()
        hits = defaultdict(set)
        for key, customers in self._find_hidden().items():
            for customer in customers:
                hits[customer].add(key.kind)
        if not hits:
            raise UserError(
                self.env._(
                    "No customer you do not see has this tax ID, phone, e-mail or name."
                )
            )
        self.env["crm.yishang.duplicate.request"]._ask(
            hits, self.reason, self.name or self.partner_id.name
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The leader is asked. You will get a message with the answer."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
