from odoo import api, fields, models


class CrmYishangCustomerAssign(models.TransientModel):
    """Give customers to another salesperson, with everything that hangs on them."""

    _name = "crm.yishang.customer.assign"
    _description = "Assign Customers"

    customer_ids = fields.Many2many(
        "res.partner",
        relation="crm_yishang_customer_assign_rel",
        string="Customers",
        required=True,
        default=lambda self: self._default_customer_ids(),
        domain="[('yishang_is_customer', '=', True)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="New Salesperson",
        required=True,
        domain=lambda self: self._get_user_domain(),
        help="You, your subordinates and people whose own region is in your charge.",
    )
    reason = fields.Char(help="Stands in the ownership history of each customer.")

    @api.model
    def _default_customer_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return []
        return self.env.context.get("active_ids", [])

    @api.model
    def _get_user_domain(self):
        return list(self.env["crm.yishang.ownership"]._get_assignable_domain())

    def action_assign(self):
        """Assign the customers and return to the list of the team's customers.

        What a superior has to approve is asked for.
        """
        self.ensure_one()
        vals = {"user_id": self.user_id.id}
        revisions = self.env["crm.yishang.revision"]
        asked = revisions._ask_moves(self.customer_ids, vals, self.reason)
        if customers := self.customer_ids - asked:
            self.env["crm.yishang.ownership"]._move(customers, vals, self.reason)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_action_team"
        )
