from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .crm_yishang_receipt_cashier_mixin import STEP


class CrmYishangReceiptPaymentMixin(models.AbstractModel):
    """A confirmed receipt is posted where the company uses accounting.

    Its payment has one journal item for each order, so that an invoice of one order
    never takes what was paid on another, and one for the advance.

    Cashiers have no rights in accounting: everything here runs in superuser mode, in
    which ``action_confirm`` calls it.
    """

    _name = "crm.yishang.receipt.payment.mixin"
    _description = "Payment of a Receipt"

    payment_id = fields.Many2one(
        "account.payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    def _post_payment(self):
        """Post the payment in the receipt journal, if the company has one."""
        company = self.company_id
        journal = company.yishang_receipt_journal_id
        if not journal:
            return
        receipt = self.with_company(company)
        receipt._check_postable(journal)
        payment = receipt._create_payment(journal)
        self._step(payment_id=payment.id)
        payment._generate_journal_entry(line_ids=receipt._prepare_items(payment))
        payment.action_post()
        receipt._link_items(payment)
        self.line_ids._reconcile_invoices()

    def _create_payment(self, journal):
        values = {
            "payment_type": "inbound" if self.kind == "receipt" else "outbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "journal_id": journal.id,
            "memo": self._get_memo(),
            "yishang_receipt_id": self.id,
        }
        method = journal._get_available_payment_method_lines(values["payment_type"])[:1]
        # Without an account of its own the host would write no journal entry yet.
        payments = self.env["account.payment"].with_context(
            force_payment_move=not method.payment_account_id
        )
        return payments.create({**values, "payment_method_line_id": method.id})

    def _get_memo(self):
        """Return what tells accounting where the payment comes from."""
        payer = self.payer_id - self.partner_id
        # sudo: accounting is told who paid, also if the cashier does not see them.
        texts = (self.name, payer.sudo().name, self.remark)
        return " ".join(filter(None, texts))

    def _prepare_items(self, payment):
        """Return the commands of the journal items: the money, the orders, the rest."""
        money, counterpart = payment._prepare_move_line_default_vals()
        parts = [*self.line_ids.mapped("amount"), self.amount_advance]
        items, left = [Command.create(money)], dict(counterpart)
        texts = [*self.line_ids.mapped("order_id.name"), None]
        for amount, text in zip(parts, texts, strict=True):
            if self.currency_id.is_zero(amount):
                continue
            items.append(
                Command.create(self._split_off(counterpart, left, amount, text))
            )
        return items

    def _split_off(self, whole, left, amount, text):
        """Return an item with a part of the whole; the last one takes what is left."""
        company_currency = self.company_id.currency_id
        sign = -1 if whole["amount_currency"] < 0 else 1
        left["amount_currency"] = self.currency_id.round(
            left["amount_currency"] - sign * amount
        )
        balance = left["debit"] - left["credit"]
        part = balance
        if not self.currency_id.is_zero(left["amount_currency"]):
            total = whole["debit"] - whole["credit"]
            part = company_currency.round(total * amount / self.amount)
        rest = company_currency.round(balance - part)
        left.update(debit=max(rest, 0), credit=max(-rest, 0))
        return {
            **whole,
            "name": text and f"{self.name} {text}" or whole["name"],
            "amount_currency": sign * amount,
            "debit": max(part, 0),
            "credit": max(-part, 0),
        }

    def _link_items(self, payment):
        """Keep with each line which journal item stands for it."""
        account = payment.destination_account_id
        items = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == account
        )
        for line, item in zip(self.line_ids, items.sorted("id"), strict=False):
            line.with_context(yishang_receipt_step=STEP).move_line_id = item

    def _link_advance(self, line):
        """Let an order paid from the advance take the journal item of the advance."""
        payment = self.payment_id
        items = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.destination_account_id
        )
        advance = (items - (self.line_ids - line).move_line_id).sorted("id")[-1:]
        if advance:
            line.with_context(yishang_receipt_step=STEP).move_line_id = advance
            line._reconcile_invoices()

    def _cancel_payment(self):
        """Take the payment back; what it had settled is open again."""
        if payment := self.payment_id.with_context(yishang_receipt_step=STEP):
            payment.action_cancel()

    @api.model
    def _check_postable(self, journal):
        """Check that accounting can take the payment.

        :raise UserError: saying what to configure
        """
        words = {
            "company": self.company_id.name,
            "journal": journal.display_name,
            "partner": self.partner_id.display_name,
        }
        kind = "inbound" if self.kind == "receipt" else "outbound"
        if not self.partner_id.commercial_partner_id.property_account_receivable_id:
            raise UserError(
                self.env._(
                    "%(partner)s has no receivable account: install a chart of "
                    "accounts for %(company)s in the settings of invoicing, or take "
                    "the receipt journal out of the settings of the CRM.",
                    **words,
                )
            )
        if not journal._get_available_payment_method_lines(kind):
            raise UserError(
                self.env._(
                    "The journal %(journal)s has no payment method. Add one in the "
                    "journal, or choose another receipt journal in the settings of the "
                    "CRM.",
                    **words,
                )
            )
