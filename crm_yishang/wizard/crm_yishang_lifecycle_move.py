from odoo import fields, models
from odoo.exceptions import UserError


class CrmYishangLifecycleMove(models.TransientModel):
    """Ask why customers are given up, or taken up again."""

    _name = "crm.yishang.lifecycle.move"
    _description = "Give Up or Take Up Customers"

    customer_ids = fields.Many2many(
        "res.partner",
        relation="crm_yishang_lifecycle_move_rel",
        string="Customers",
        required=True,
        default=lambda self: self._default_customer_ids(),
    )
    direction = fields.Selection(
        [("give_up", "Mark as Lost"), ("take_up", "Take Up Again")],
        required=True,
        default="give_up",
    )
    reason = fields.Char(required=True)

    def _default_customer_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return []
        return self.env.context.get("active_ids", [])

    def action_move(self):
        """Move the customers and keep the reason in their history.

        :raise UserError: without a reason
        """
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "%(customers)s: write why. The reason stays in the history.",
                    customers=", ".join(self.customer_ids.mapped("display_name")),
                )
            )
        if self.direction == "give_up":
            self.customer_ids._yishang_give_up(reason)
        else:
            self.customer_ids._yishang_take_up(reason)
        return {"type": "ir.actions.act_window_close"}
