from odoo import api, fields, models

# What the money service derives; nobody enters it.
MONEY_COLUMNS = frozenset(
    (
        "yishang_amount_collected",
        "yishang_amount_accounted",
        "yishang_amount_received",
        "yishang_amount_owed",
        "yishang_payment_state",
    )
)


class CrmYishangOrderMoneyMixin(models.AbstractModel):
    """What an order has received and what is owed on it, kept with the order.

    The amounts are in the currency of the order. Those received are written by
    ``crm.yishang.money``; what is owed follows from them and from the order itself,
    in the same statements the host writes it with.
    """

    _name = "crm.yishang.order.money.mixin"
    _description = "Money of an Order"

    currency_id = fields.Many2one("res.currency")
    yishang_amount_collected = fields.Monetary(
        string="Collected by Receipts",
        readonly=True,
        copy=False,
        default=0.0,
        help="Confirmed receipts less confirmed refunds.",
    )
    yishang_amount_accounted = fields.Monetary(
        string="Paid in Accounting",
        readonly=True,
        copy=False,
        default=0.0,
        help="Payments that accounting reconciled with the invoices of the order and "
        "that came without a receipt, less refunds of that kind.",
    )
    yishang_amount_received = fields.Monetary(
        string="Received",
        readonly=True,
        copy=False,
        default=0.0,
        help="Collected by receipts and paid in accounting.",
    )
    yishang_amount_owed = fields.Monetary(
        string="Owed",
        compute="_compute_yishang_owed",
        store=True,
        copy=False,
        help="Total of the confirmed order with tax, less what was received. Negative: "
        "more was received than ordered.",
    )
    yishang_payment_state = fields.Selection(
        [
            ("none", "Nothing to Pay"),
            ("open", "Not Paid"),
            ("partly", "Partly Paid"),
            ("paid", "Paid"),
            ("overpaid", "Overpaid"),
        ],
        string="Payment State",
        compute="_compute_yishang_owed",
        store=True,
        copy=False,
    )

    _check_yishang_amount_received = models.Constraint(
        "CHECK (yishang_amount_received"
        " = yishang_amount_collected + yishang_amount_accounted)",
        "What an order received is the sum of its receipts and of what accounting "
        "booked.",
    )

    @api.depends("state", "amount_total", "yishang_amount_received")
    def _compute_yishang_owed(self):
        for order in self:
            is_sold = order.state == "sale"
            owed = order.amount_total if is_sold else 0
            owed -= order.yishang_amount_received
            order.yishang_amount_owed = owed
            order.yishang_payment_state = order._yishang_get_payment_state(owed)

    def _yishang_get_payment_state(self, owed):
        """Return the state of an order on which that much is owed."""
        currency = self.currency_id or self.company_id.currency_id
        received = self.yishang_amount_received
        if currency.compare_amounts(owed, 0) < 0:
            return "overpaid"
        if self.state != "sale":
            return "none"
        if currency.is_zero(owed):
            return "paid"
        return "partly" if currency.compare_amounts(received, 0) > 0 else "open"

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in MONEY_COLUMNS and not self.env.su:
            return False
        return super()._has_field_access(field, operation)
