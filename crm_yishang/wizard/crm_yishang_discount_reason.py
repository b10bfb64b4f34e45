from odoo import fields, models
from odoo.exceptions import UserError


class CrmYishangDiscountReason(models.TransientModel):
    """Ask why an order gets prices beyond the limit, or why it does not."""

    _name = "crm.yishang.discount.reason"
    _description = "Reason of a Discount"

    order_id = fields.Many2one("sale.order", required=True)
    discount = fields.Float(
        string="Highest Discount", related="order_id.yishang_discount"
    )
    purpose = fields.Selection(
        [("ask", "Ask"), ("refuse", "Refuse")], required=True, default="ask"
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Ask for the prices of the order, or refuse them."""
        self.ensure_one()
        if self.purpose == "ask":
            self.order_id.action_yishang_request_discount(self.reason)
            return {"type": "ir.actions.act_window_close"}
        request = self.order_id._yishang_get_open_request()
        if not request:
            raise UserError(
                self.env._(
                    "Nobody asks for a discount on %(order)s any more.",
                    order=self.order_id.name,
                )
            )
        request.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
