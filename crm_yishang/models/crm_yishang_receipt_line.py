from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_yishang_receipt_cashier_mixin import CASHIER


class CrmYishangReceiptLine(models.Model):
    """Which part of a receipt is for which order."""

    _name = "crm.yishang.receipt.line"
    _description = "Order Paid by a Receipt"
    _inherit = "crm.yishang.visible.mixin"
    _order = "receipt_id, id"
    _rec_name = "order_id"

    _visible_through = ("receipt_id", "order_id")

    receipt_id = fields.Many2one(
        "crm.yishang.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    partner_id = fields.Many2one(related="receipt_id.partner_id", string="Customer")
    state = fields.Selection(related="receipt_id.state")
    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('yishang_customer_id', '=', partner_id),"
        " ('company_id', '=', company_id), ('yishang_payment_state', '!=', 'none')]",
    )
    instalment_id = fields.Many2one(
        "crm.yishang.instalment",
        index="btree_not_null",
        ondelete="set null",
        domain="[('order_id', '=', order_id)]",
        help="Which part of the collection plan is paid first; empty: what is due "
        "first.",
    )
    currency_id = fields.Many2one(related="receipt_id.currency_id")
    order_currency_id = fields.Many2one(
        related="order_id.currency_id", string="Currency of the Order"
    )
    amount = fields.Monetary(required=True, help="In the currency of the receipt.")
    amount_order = fields.Monetary(
        string="Amount in Order Currency",
        currency_field="order_currency_id",
        compute="_compute_amount_order",
        store=True,
        help="At the rate of the day of the receipt.",
    )
    amount_total = fields.Monetary(
        related="order_id.amount_total",
        string="Order Total",
        currency_field="order_currency_id",
    )
    amount_owed = fields.Monetary(
        related="order_id.yishang_amount_owed",
        string="Owed",
        currency_field="order_currency_id",
    )
    # sudo of the host: accounting alone reads journal items.
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="Part of the payment that is reconciled with invoices of the order.",
    )

    _check_amount = models.Constraint(
        "CHECK (amount > 0)",
        "The amount for an order is above zero. Correct it, or remove the order.",
    )
    # What the collected money of orders is summed up from.
    _order_idx = models.Index("(order_id) INCLUDE (receipt_id, amount_order)")

    @api.depends("amount", "order_id", "receipt_id.date", "receipt_id.currency_id")
    def _compute_amount_order(self):
        for line in self:
            line.amount_order = line._convert_to_order()

    @api.constrains("instalment_id", "order_id")
    def _check_instalment(self):
        # sudo: a line fits its instalment or not, whoever sees the plan.
        for line in self.sudo().filtered("instalment_id"):
            if line.instalment_id.order_id != line.order_id:
                raise ValidationError(
                    self.env._(
                        "%(receipt)s: the instalment is not of order %(order)s. Choose "
                        "one of its collection plan, or none.",
                        receipt=line.receipt_id.name,
                        order=line.order_id.name,
                    )
                )

    def _convert_to_order(self):
        """Return the amount in the currency of the order.

        Whoever pays what is owed, as rounded in the own currency, pays all of it.
        """
        receipt, order = self.receipt_id, self.order_id
        own, theirs = receipt.currency_id, order.currency_id
        if not theirs or own == theirs:
            return self.amount
        rated = receipt.company_id, receipt.date or fields.Date.today()
        limit = self._get_limit()
        whole = theirs._convert(limit, own, *rated)
        if limit > 0 and not own.compare_amounts(whole, self.amount):
            return limit
        return own._convert(self.amount, theirs, *rated)

    def _get_limit(self):
        """Return the most the order takes, or gives back, in its currency."""
        # sudo: what is owed does not depend on who asks.
        order = self.order_id.sudo()
        if self.receipt_id.kind == "refund":
            return order.yishang_amount_received
        return order.yishang_amount_owed

    @api.model
    def _get_waiting(self, orders):
        """Return the posted parts of receipts that invoices may still take."""
        return self.search(
            [
                ("order_id", "in", orders.ids),
                ("receipt_id.state", "=", "confirmed"),
                ("move_line_id.reconciled", "=", False),
                ("move_line_id", "!=", False),
            ]
        )

    def _reconcile_invoices(self):
        """Settle open invoices of the orders with what was paid on them.

        Where accounting would settle more than the line allocates, as with the rest of
        an advance, it is left to accounting.
        """
        for line in self:
            item = line.move_line_id
            due = line._get_due_items()
            if not due or item.reconciled:
                continue
            settled = min(
                abs(item.amount_residual), abs(sum(due.mapped("amount_residual")))
            )
            company = line.receipt_id.company_id
            allocated = line.currency_id._convert(
                line.amount, company.currency_id, company, line.receipt_id.date
            )
            is_own = line.currency_id.compare_amounts(
                abs(item.amount_currency), line.amount
            )
            if (
                not is_own
                or company.currency_id.compare_amounts(settled, allocated) <= 0
            ):
                (item | due).reconcile()

    def _get_due_items(self):
        """Return open journal items of invoices, or of credit notes for a refund."""
        wanted = "out_refund" if self.receipt_id.kind == "refund" else "out_invoice"
        account = self.move_line_id.account_id
        invoices = self.order_id.order_line.invoice_lines.move_id.filtered(
            lambda move: move.state == "posted" and move.move_type == wanted
        )
        return invoices.line_ids.filtered(
            lambda item: (
                item.display_type == "payment_term"
                and item.account_id == account
                and not item.reconciled
            )
        ).sorted("date_maturity")

    def _has_field_access(self, field, operation):
        # At which rate a receipt counts is nothing people enter.
        is_system = field.name == "amount_order" and not self.env.su
        if operation == "write" and is_system:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.receipt_id._check_open(lines.env)
        return lines

    def write(self, vals):
        self.receipt_id._check_open(self.env)
        result = super().write(vals)
        self.receipt_id._check_open(self.env)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.receipt_id._check_open(self.env)

    @api.model
    def _get_visible_domain(self, mode):
        """Cashiers correct what they are to confirm."""
        if mode == "write" and self.env.user.has_group(CASHIER):
            return super()._get_visible_domain("read")
        return super()._get_visible_domain(mode)
