from odoo import api, fields, models


class CrmYishangReceiptAllocate(models.TransientModel):
    """Ask which order takes how much of an advance."""

    _name = "crm.yishang.receipt.allocate"
    _description = "Allocate an Advance"

    receipt_id = fields.Many2one(
        "crm.yishang.receipt",
        required=True,
        readonly=True,
        default=lambda self: self._default_receipt_id(),
    )
    customer_id = fields.Many2one(related="receipt_id.yishang_customer_id")
    company_id = fields.Many2one(related="receipt_id.company_id")
    currency_id = fields.Many2one(related="receipt_id.currency_id")
    amount_advance = fields.Monetary(related="receipt_id.amount_advance")
    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        required=True,
        domain="[('yishang_customer_id', '=', customer_id),"
        " ('company_id', '=', company_id),"
        " ('yishang_payment_state', 'in', ('open', 'partly'))]",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, required=True
    )

    def _default_receipt_id(self):
        if self.env.context.get("active_model") != "crm.yishang.receipt":
            return False
        return self.env.context.get("active_id")

    @api.depends("order_id")
    def _compute_amount(self):
        """Propose what is owed, as far as the advance goes."""
        for wizard in self:
            receipt, order = wizard.receipt_id, wizard.order_id
            wizard.amount = 0
            if order:
                owed = order.currency_id._convert(
                    order.yishang_amount_owed,
                    receipt.currency_id,
                    receipt.company_id,
                    receipt.date,
                )
                wizard.amount = min(owed, receipt.amount_advance)

    def action_allocate(self):
        """Pay the order with that part of the advance."""
        self.ensure_one()
        self.receipt_id._allocate(self.order_id, self.amount)
        return {"type": "ir.actions.act_window_close"}
