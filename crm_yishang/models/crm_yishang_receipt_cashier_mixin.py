from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

CASHIER = "crm_yishang.crm_yishang_group_cashier"
# In the context of what the methods of a receipt write. An object, because a browser
# could send anything else.
STEP = object()


class CrmYishangReceiptCashierMixin(models.AbstractModel):
    """What a cashier does with receipts: confirm, turn down, cancel, allocate.

    Receipts and orders are locked first, in the order of their ids, and looked at
    again: of two cashiers who confirm at the same moment the second one sees what the
    first one did.
    """

    _name = "crm.yishang.receipt.cashier.mixin"
    _description = "Cashier's Work on a Receipt"

    is_cashier = fields.Boolean(
        compute="_compute_is_cashier", export_string_translation=False
    )

    @api.depends_context("uid")
    def _compute_is_cashier(self):
        self.is_cashier = self.env.user.has_group(CASHIER)

    def action_confirm(self):
        """Have the receipts count, and post them where accounting is used.

        :raise UserError: if one pays more than is owed, naming receipt and order
        """
        self._check_cashier()
        # sudo: a cashier confirms without rights on orders and in accounting.
        for receipt in self.sudo()._lock():
            receipt._check_state("draft")
            receipt._check_confirmable()
            receipt._step(
                state="confirmed",
                cashier_id=self.env.uid,
                date_confirmed=fields.Datetime.now(),
            )
            receipt._take_from_advance()
            receipt._post_payment()
            receipt._refresh_money()

    def action_cancel(self, reason):
        """Turn drafts down and take back what was confirmed, for good.

        :raise UserError: if an order or advance would have paid back more than it got
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the receipt is cancelled."))
        # sudo: the state alone, before it is known who cancels.
        if self.sudo().filtered(lambda receipt: receipt.state != "draft"):
            self._check_cashier()
        self.check_access("write")
        # sudo: see action_confirm.
        for receipt in self.sudo()._lock():
            receipt._check_state("draft", "confirmed")
            was_confirmed = receipt.state == "confirmed"
            receipt._step(state="cancelled", cancel_reason=reason)
            if was_confirmed:
                receipt._take_from_advance()
                receipt._cancel_payment()
                receipt._refresh_money()
                receipt._check_cancelled()
            receipt._tell_handler(reason)

    def _allocate(self, order, amount):
        """Pay an order with a part of the advance.

        :param amount: in the currency of the receipt
        :raise UserError: if less is left, or less is owed
        """
        self._check_cashier()
        # sudo: see action_confirm.
        receipt = self.sudo()._lock(order.sudo())
        receipt._check_state("confirmed")
        if receipt.kind != "receipt" or (
            receipt.currency_id.compare_amounts(amount, receipt.amount_advance) > 0
        ):
            raise UserError(
                self.env._(
                    "%(receipt)s: only %(left)s of the advance is left.",
                    receipt=receipt.name,
                    left=receipt.currency_id.format(receipt.amount_advance),
                )
            )
        receipt._add_line(order.sudo(), amount)
        receipt._refresh_money()

    def _check_cashier(self):
        """Check who confirms: a cashier who sees the receipts.

        :raise AccessError: otherwise
        """
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(CASHIER):
            raise AccessError(
                self.env._(
                    "Only cashiers confirm receipts, cancel confirmed ones and "
                    "allocate advances. Ask one of them."
                )
            )

    def _lock(self, orders=None):
        """Return the receipts in the order of ids, locked with what they pay."""
        receipts = (self | self.advance_id).sorted("id")
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT id FROM crm_yishang_receipt WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                receipts.ids,
            )
        )
        receipts.invalidate_recordset(flush=False)
        paid = self.line_ids.order_id
        self.env["crm.yishang.money"]._lock(paid | orders if orders else paid)
        return self.sorted("id")

    def _check_state(self, *states):
        """Check that a button is pressed when it has a meaning."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(receipt)s is “%(state)s”: this cannot be done now. Reload the "
                    "page.",
                    receipt=self.name,
                    state=labels[self.state],
                )
            )

    def _take_from_advance(self):
        """Keep with the advance what refunds have paid back of it."""
        advance = self.advance_id
        if not advance:
            return
        refunds = self.search(
            [("advance_id", "=", advance.id), ("state", "=", "confirmed")]
        )
        rests = (refund.amount - refund.amount_allocated for refund in refunds)
        advance._step(amount_refunded=sum(rests))

    def _refresh_money(self):
        """Bring the orders in step, and drop what this transaction knew of them."""
        self.env["crm.yishang.money"]._refresh(self.line_ids.order_id)

    def _check_cancelled(self):
        """Check that nothing is left paid back that was never received."""
        if self.kind == "refund":
            return
        orders = self.line_ids.order_id.filtered(
            lambda order: (
                order.currency_id.compare_amounts(order.yishang_amount_received, 0) < 0
            )
        )
        names = orders.mapped("name")
        if self.amount_refunded:
            names = [self.name, *names]
        if names:
            raise UserError(
                self.env._(
                    "%(receipt)s cannot be cancelled: %(names)s would have paid back "
                    "more than was received. Cancel the refund first.",
                    receipt=self.name,
                    names=self.env._(", ").join(names),
                )
            )

    def _add_line(self, order, amount):
        line = self.line_ids.with_context(yishang_receipt_step=STEP).create(
            {"receipt_id": self.id, "order_id": order.id, "amount": amount}
        )
        self._check_rates()
        self._check_limits(line)
        self._link_advance(line)

    def _tell_handler(self, reason):
        """Tell whoever registered the receipt why it does not count."""
        if self.user_id == self.env.user:
            return
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            author_id=self.env.user.partner_id.id,
            subject=self.env._("%(receipt)s was cancelled", receipt=self.name),
            body=reason,
        )
