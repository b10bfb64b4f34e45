from odoo import api, models
from odoo.fields import Command


class CrmYishangReceiptFillMixin(models.AbstractModel):
    """The form of a receipt fills in what is owed, the oldest order first."""

    _name = "crm.yishang.receipt.fill.mixin"
    _description = "Receipt Filled In"

    @api.onchange("partner_id", "kind", "currency_id", "company_id")
    def _onchange_partner_id(self):
        """Propose everything that is owed, or for a refund what was received."""
        if self.state != "draft":
            return
        if not self.line_ids or self.line_ids.order_id.yishang_customer_id != (
            self.partner_id.yishang_customer_id
        ):
            orders = self._find_payable()
            self.line_ids = [Command.clear(), *self._prepare_lines(orders)]
            self.amount = sum(self.line_ids.mapped("amount"))

    @api.onchange("line_ids")
    def _onchange_line_ids(self):
        """The receipt has at least what it allocates."""
        allocated = sum(self.line_ids.mapped("amount"))
        if not self.amount or self.amount < allocated:
            self.amount = allocated

    @api.onchange("amount")
    def _onchange_amount(self):
        """Who pays less pays the oldest orders."""
        left = self.amount
        for line in self.line_ids:
            paid = min(line.amount, left)
            left -= paid
            if not paid:
                self.line_ids -= line
            elif self.currency_id.compare_amounts(paid, line.amount):
                line.amount = paid

    def _find_payable(self):
        """Return the orders of the customer that a receipt pays, oldest first."""
        customer = self.partner_id.yishang_customer_id
        if not customer or self.kind == "refund":
            return self.env["sale.order"]
        return self.env["sale.order"].search(
            [
                ("yishang_customer_id", "=", customer.id),
                ("company_id", "=", self.company_id.id),
                ("yishang_payment_state", "in", ("open", "partly")),
            ],
            order="date_order, id",
        )

    def _prepare_lines(self, orders):
        """Return the commands that pay orders in full."""
        day = self.date or self.env.company._yishang_get_day()
        return [
            Command.create(
                {
                    "order_id": order.id,
                    "amount": order.currency_id._convert(
                        order.yishang_amount_owed,
                        self.currency_id,
                        order.company_id,
                        day,
                    ),
                }
            )
            for order in orders
            if order.yishang_amount_owed > 0
        ]
