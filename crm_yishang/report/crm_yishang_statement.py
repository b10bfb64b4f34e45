from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_receivable_report import AGES

REPORT = "crm.yishang.receivable.report"


class CrmYishangStatement(models.AbstractModel):
    """Statement of account of a customer: what was ordered and paid in a period.

    In each currency on its own. Money that is for no order yet counts as paid: the
    closing balance is what is owed on the orders less the advances.
    """

    _name = "crm.yishang.statement"
    _description = "Statement of Account"

    @api.model
    def _get_data(self, customer, date_from, date_to):
        """Return the statement of a customer with the current company.

        :return: ``{"customer", "company", "date_from", "date_to", "sections"}``; a
            section is ``{"currency_id", "currency", "opening", "rows", "debit",
            "credit", "closing", "owed", "advance", "aging"}``, a row ``{"date",
            "kind", "name", "debit", "credit", "balance"}``
        :raise AccessError: for a customer the user may not see
        """
        customer.check_access("read")
        self.env[REPORT].check_access("read")
        # sudo: whoever sees the customer and its receivables sees what they are made
        # of; some roles read the report without reading orders.
        book = self.sudo()
        orders, receipts = book._get_orders(customer), book._get_receipts(customer)
        moves = defaultdict(list)
        for currency, move in [
            *book._get_order_moves(orders),
            *book._get_receipt_moves(receipts),
            *book._get_accounting_moves(orders),
        ]:
            moves[currency].append(move)
        currencies = sorted(
            moves, key=lambda one: (one != self.env.company.currency_id, one.name)
        )
        return {
            "customer": customer.name,
            "code": customer.yishang_code or "",
            "company": self.env.company.name,
            "date_from": date_from,
            "date_to": date_to,
            "sections": [
                book._get_section(
                    currency, moves[currency], orders, receipts, date_from, date_to
                )
                for currency in currencies
            ],
        }

    @api.model
    def _get_orders(self, customer):
        return self.env["sale.order"].search(
            [
                ("yishang_customer_id", "=", customer.id),
                ("state", "=", "sale"),
                ("company_id", "=", self.env.company.id),
            ]
        )

    @api.model
    def _get_receipts(self, customer):
        return self.env["crm.yishang.receipt"].search(
            [
                ("yishang_customer_id", "=", customer.id),
                ("state", "=", "confirmed"),
                ("company_id", "=", self.env.company.id),
            ]
        )

    @api.model
    def _make_move(self, day, kind, name, debit=0.0, credit=0.0):
        return {
            "date": day,
            "kind": kind,
            "name": name or "",
            "debit": debit,
            "credit": credit,
        }

    @api.model
    def _get_order_moves(self, orders):
        label = self.env._("Order")
        for order in orders:
            day = order.company_id._yishang_get_day(order.date_order)
            yield (
                order.currency_id,
                self._make_move(day, label, order.name, debit=order.amount_total),
            )

    @api.model
    def _get_receipt_moves(self, receipts):
        """Yield the receipts: what is for orders in their currency, the rest in its."""
        labels = {
            "receipt": self.env._("Receipt"),
            "refund": self.env._("Refund"),
        }
        for receipt in receipts:
            amounts = defaultdict(float)
            for line in receipt.line_ids:
                amounts[line.order_currency_id] += line.amount_order
            amounts[receipt.currency_id] += receipt.amount - receipt.amount_allocated
            for currency, amount in amounts.items():
                if currency.is_zero(amount):
                    continue
                side = "debit" if receipt.kind == "refund" else "credit"
                yield (
                    currency,
                    self._make_move(
                        receipt.date,
                        labels[receipt.kind],
                        receipt.name,
                        **{side: currency.round(amount)},
                    ),
                )

    @api.model
    def _get_accounting_moves(self, orders):
        """Yield what accounting booked without a receipt, by payment.

        Rounded so that each currency sums up to what the orders say was accounted.
        """
        moves = defaultdict(list)
        for day, name, currency, amount in self._get_settlements(orders):
            moves[currency].append([day, name, amount])
        for currency, own in orders.grouped("currency_id").items():
            accounted = sum(own.mapped("yishang_amount_accounted"))
            rows = moves.get(currency, [])
            rest = currency.round(accounted - sum(amount for *_, amount in rows))
            if rows:
                rows[-1][2] = currency.round(rows[-1][2] + rest)
            elif not currency.is_zero(rest):
                rows = [[max(own.mapped("date_order")).date(), "", rest]]
            for day, name, amount in rows:
                label = self.env._("Payment in Accounting")
                sides = {"credit": amount} if amount >= 0 else {"debit": -amount}
                yield currency, self._make_move(day, label, name, **sides)

    @api.model
    def _get_settlements(self, orders):
        """Return ``[(day, payment, currency of the orders, amount)]``."""
        if not orders:
            return []
        currencies = self.env["res.currency"]
        company = self.env.company
        rows = []
        for (
            day,
            name,
            invoiced_id,
            wanted_id,
            invoice_day,
            amount,
        ) in self.env.execute_query(self._sql_settlements(orders.ids)):
            invoiced, wanted = currencies.browse((invoiced_id, wanted_id))
            amount = float(amount)
            if invoiced != wanted:
                amount = invoiced._convert(amount, wanted, company, invoice_day)
            rows.append((day, name, wanted, wanted.round(amount)))
        return rows

    @api.model
    def _sql_settlements(self, order_ids):
        """Return the part of each payment that is for these orders, day by day."""
        money = self.env["crm.yishang.money"]
        return SQL(
            """
            WITH invoice AS (%(invoices)s), settlement AS (%(settlements)s),
            paid AS (SELECT DISTINCT move_id FROM settlement), part AS (%(parts)s),
            total AS (
                SELECT item.move_id, SUM(item.price_total) AS amount
                FROM account_move_line item JOIN paid USING (move_id)
                WHERE item.display_type = 'product' GROUP BY item.move_id
            ), own AS (
                SELECT part.move_id, SUM(part.amount) AS amount,
                    MIN(origin.currency_id) AS currency_id
                FROM part JOIN sale_order origin ON origin.id = part.order_id
                WHERE part.order_id = ANY(%(orders)s) GROUP BY part.move_id
            )
            SELECT other.date, source.name, move.currency_id, own.currency_id,
                COALESCE(move.invoice_date, move.date),
                settlement.amount * own.amount / NULLIF(total.amount, 0)
            FROM settlement JOIN own USING (move_id) JOIN total USING (move_id)
            JOIN account_move move ON move.id = settlement.move_id
            JOIN account_move_line other ON other.id = settlement.other_id
            JOIN account_move source ON source.id = other.move_id
            WHERE total.amount != 0
            ORDER BY other.date, other.id
            """,
            invoices=money._sql_invoices(order_ids),
            settlements=money._sql_settlements(),
            parts=money._sql_parts(),
            orders=list(order_ids),
        )

    @api.model
    def _get_section(self, currency, moves, orders, receipts, date_from, date_to):
        moves = sorted(moves, key=lambda move: (move["date"], move["name"]))
        before = [move for move in moves if move["date"] < date_from]
        within = [move for move in moves if date_from <= move["date"] <= date_to]
        opening = balance = self._sum_up(currency, before)
        rows = []
        for move in within:
            balance = currency.round(balance + move["debit"] - move["credit"])
            rows.append({**move, "balance": balance})
        own = orders.filtered(lambda order: order.currency_id == currency)
        left = receipts.filtered(
            lambda receipt: receipt.currency_id == currency
            and receipt.kind == "receipt"
        )
        return {
            "currency_id": currency.id,
            "currency": currency.name,
            "opening": opening,
            "rows": rows,
            "debit": currency.round(sum(move["debit"] for move in within)),
            "credit": currency.round(sum(move["credit"] for move in within)),
            "closing": balance,
            "owed": currency.round(sum(own.mapped("yishang_amount_owed"))),
            "advance": currency.round(sum(left.mapped("amount_advance"))),
            "aging": self._get_aging(currency, own),
        }

    @api.model
    def _sum_up(self, currency, moves):
        return currency.round(sum(move["debit"] - move["credit"] for move in moves))

    @api.model
    def _get_aging(self, currency, orders):
        """Return ``[{"label", "value"}]``: what is owed today, by how late it is."""
        names = ("amount_not_due", *AGES, "amount_unplanned")
        described = self.env[REPORT].fields_get(names, ["string"])
        today = self.env.company._yishang_get_day()
        amounts = dict.fromkeys(names, 0.0)
        for part in orders.yishang_instalment_ids:
            if part.is_owed and part.state != "paid":
                amounts[self._get_age(today, part.date_due)] += part.amount_open
        open_ = sum(amounts.values())
        owed = sum(orders.mapped("yishang_amount_owed"))
        amounts["amount_unplanned"] = owed - open_
        return [
            {"label": described[name]["string"], "value": currency.round(amount)}
            for name, amount in amounts.items()
            if name != "amount_unplanned" or not currency.is_zero(amount)
        ]

    @api.model
    def _get_age(self, today, day):
        """Return the column of aging that a due date belongs to."""
        if day >= today:
            return "amount_not_due"
        late = (today - day) // timedelta(days=1)
        return next(
            name for name, (_first, last) in AGES.items() if not last or late <= last
        )

    @api.model
    def _get_default_period(self):
        """Return the first day of the year and today, where the company is."""
        today = self.env.company._yishang_get_day()
        return fields.Date.start_of(today, "year"), today
