from odoo import fields, models


class CrmYishangCustomerReturn(models.TransientModel):
    """Give customers back into the public pool, and say why."""

    _name = "crm.yishang.customer.return"
    _description = "Return Customers to the Pool"

    customer_ids = fields.Many2many(
        "res.partner",
        relation="crm_yishang_customer_return_rel",
        string="Customers",
        required=True,
        default=lambda self: self._default_customer_ids(),
        domain="[('yishang_is_customer', '=', True)]",
    )
    cause = fields.Selection(
        [
            ("no_need", "No Need"),
            ("unreachable", "Cannot Be Reached"),
            ("competitor", "Chose a Competitor"),
            ("no_time", "No Time for It"),
            ("other", "Other"),
        ],
        required=True,
    )
    note = fields.Char(help="Whoever claims the customer next will read it.")

    def _default_customer_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return []
        return self.env.context.get("active_ids", [])

    def action_return(self):
        """Return the customers, and go back to the own ones."""
        self.ensure_one()
        labels = dict(self._fields["cause"]._description_selection(self.env))
        cause = labels[self.cause] if self.cause != "other" else ""
        reason = self.env._(": ").join(filter(None, (cause, self.note)))
        self.env["crm.yishang.pool"]._return(self.customer_ids, reason)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_action"
        )
