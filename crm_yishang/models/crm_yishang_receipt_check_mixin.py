from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class CrmYishangReceiptCheckMixin(models.AbstractModel):
    """What a receipt has to be like, and when it may be confirmed."""

    _name = "crm.yishang.receipt.check.mixin"
    _description = "Checks of a Receipt"

    @api.constrains("partner_id", "company_id", "line_ids")
    def _check_orders(self):
        """All orders are of the customer and of the company of the receipt."""
        for receipt in self:
            customer = receipt.partner_id.yishang_customer_id
            if not receipt.partner_id.yishang_is_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer of the CRM. Choose a customer, or "
                        "make one of it in the list of customers.",
                        partner=receipt.partner_id.display_name,
                    )
                )
            # sudo: orders one does not see are refused, not overlooked.
            foreign = receipt.sudo().line_ids.order_id.filtered(
                lambda order, receipt=receipt, customer=customer: (
                    order.yishang_customer_id != customer
                    or order.company_id != receipt.company_id
                )
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(receipt)s: the orders %(orders)s are not of %(customer)s "
                        "and %(company)s. Register a receipt for each customer and "
                        "company; the payer may be the same.",
                        receipt=receipt.name,
                        orders=self.env._(", ").join(foreign.mapped("name")),
                        customer=receipt.partner_id.display_name,
                        company=receipt.company_id.name,
                    )
                )

    @api.constrains("kind", "advance_id", "partner_id", "currency_id")
    def _check_advance(self):
        for refund in self.filtered("advance_id"):
            # sudo: a refund fits its advance or not, whoever sees the advance.
            advance = refund.sudo().advance_id
            fits = (
                refund.kind == "refund"
                and advance.kind == "receipt"
                and advance.partner_id == refund.partner_id
                and advance.currency_id == refund.currency_id
            )
            if not fits:
                raise ValidationError(
                    self.env._(
                        "%(refund)s: a refund pays back an advance of the same "
                        "customer in the same currency. Choose another one than "
                        "%(advance)s.",
                        refund=refund.name,
                        advance=advance.name,
                    )
                )

    def _check_confirmable(self):
        """Check one locked draft against what is owed now, or was received.

        :raise UserError: naming receipt, order and what is owed
        """
        self.ensure_one()
        self._check_rates()
        lines = self.line_ids
        self.env.add_to_compute(lines._fields["amount_order"], lines)
        self._check_limits(self.line_ids)
        if self.kind == "refund":
            self._check_rest()

    def _check_limits(self, lines):
        """Check that the lines take no more from an order than it has to give."""
        wanted = defaultdict(float)
        for line in lines:
            wanted[line.order_id] += line.amount_order
        for order, amount in wanted.items():
            limit = lines.filtered(lambda line, o=order: line.order_id == o)[0]
            limit = limit._get_limit()
            if order.currency_id.compare_amounts(amount, limit) > 0:
                raise UserError(self._get_limit_words(order, amount, max(limit, 0)))

    def _get_limit_words(self, order, amount, limit):
        told = {
            "receipt": self.name,
            "order": order.name,
            "amount": order.currency_id.format(amount),
            "limit": order.currency_id.format(limit),
        }
        if self.kind == "refund":
            return self.env._(
                "%(receipt)s cannot be confirmed: %(amount)s would be paid back on "
                "order %(order)s, which has received %(limit)s. Lower the amount.",
                **told,
            )
        if order.state != "sale":
            return self.env._(
                "%(receipt)s cannot be confirmed: order %(order)s is not confirmed, so "
                "that nothing is owed on it. Confirm the order first, or remove it: "
                "what is left becomes an advance.",
                **told,
            )
        return self.env._(
            "%(receipt)s cannot be confirmed: it pays %(amount)s on order %(order)s, "
            "on which %(limit)s is owed. Lower the amount for this order: what is left "
            "becomes an advance.",
            **told,
        )

    def _check_rest(self):
        """Check that what a refund pays back beside orders is there as an advance."""
        rest = self.amount_advance
        if self.currency_id.compare_amounts(rest, 0) <= 0:
            return
        if not self.advance_id:
            raise UserError(
                self.env._(
                    "%(refund)s cannot be confirmed: %(rest)s is for no order. Name "
                    "the orders it pays back, or the advance.",
                    refund=self.name,
                    rest=self.currency_id.format(rest),
                )
            )
        advance = self.advance_id
        left = advance.amount_advance if advance.state == "confirmed" else 0
        if self.currency_id.compare_amounts(rest, left) > 0:
            raise UserError(
                self.env._(
                    "%(refund)s cannot be confirmed: it pays back %(rest)s of the "
                    "advance %(advance)s, of which %(left)s is left. Lower the amount.",
                    refund=self.name,
                    rest=self.currency_id.format(rest),
                    advance=advance.name,
                    left=self.currency_id.format(left),
                )
            )

    def _check_rates(self):
        """Check that there is a rate for each currency; the host would take 1."""
        # sudo: rates are no secret, the company's are read by accounting alone.
        company = self.company_id.sudo().root_id
        currencies = self.line_ids.order_id.currency_id - self.currency_id
        if not currencies:
            return
        for currency in (currencies | self.currency_id) - company.currency_id:
            if not currency.sudo().rate_ids.filtered(
                lambda rate: rate.company_id in (company, company.browse())
            ):
                raise UserError(
                    self.env._(
                        "%(receipt)s cannot be confirmed: there is no rate of exchange "
                        "of %(currency)s. Have one entered under Currencies in the "
                        "settings.",
                        receipt=self.name,
                        currency=currency.name,
                    )
                )
