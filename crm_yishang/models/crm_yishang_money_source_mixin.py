from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL, float_repr


class CrmYishangMoneySourceMixin(models.AbstractModel):
    """Where the money of orders comes from: receipts and accounting, each once."""

    _name = "crm.yishang.money.source.mixin"
    _description = "Sources of Money of Orders"

    @api.model
    def _get_collected(self, orders):
        """Return confirmed receipts less confirmed refunds, ``{order id: Decimal}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.order_id, SUM(
                    CASE receipt.kind WHEN 'refund' THEN -1 ELSE 1 END
                    * line.amount_order
                )
                FROM crm_yishang_receipt_line line
                JOIN crm_yishang_receipt receipt ON receipt.id = line.receipt_id
                WHERE line.order_id = ANY(%s) AND receipt.state = 'confirmed'
                GROUP BY line.order_id
                """,
                list(orders.ids),
            )
        )
        by_id = {order.id: order.currency_id for order in orders}
        amounts = {id_: self._to_decimal(sum_, by_id[id_]) for id_, sum_ in rows}
        return defaultdict(Decimal, amounts)

    @api.model
    def _get_accounted(self, orders):
        """Return what accounting booked without a receipt, ``{order id: Decimal}``.

        In the currency of the order; that of an invoice is converted on its day.
        """
        companies = self.env["res.company"]
        currencies = self.env["res.currency"]
        amounts = defaultdict(Decimal)
        by_id = {order.id: order for order in orders}
        for order_id, currency_id, company_id, day, amount in self.env.execute_query(
            self._sql_accounted(orders.ids)
        ):
            currency = by_id[order_id].currency_id
            if currency.id != currency_id:
                invoiced = currencies.browse(currency_id)
                company = companies.browse(company_id)
                amount = invoiced._convert(amount, currency, company, day)
            amounts[order_id] += self._to_decimal(amount, currency)
        return amounts

    @api.model
    def _to_decimal(self, amount, currency):
        """Return an amount the host read as a float, exact to its last digit."""
        return Decimal(float_repr(currency.round(amount), currency.decimal_places))

    @api.model
    def _sql_accounted(self, order_ids):
        """Return ``order, currency, company, day, amount`` of each invoice and order.

        An invoice of several orders is split in proportion to their lines, without
        losing a cent: each order gets the difference of two rounded running totals.
        """
        return SQL(
            """
            WITH invoice AS (%(invoices)s), paid AS (%(paid)s), part AS (%(parts)s),
            total AS (
                SELECT item.move_id, SUM(item.price_total) AS amount
                FROM account_move_line item JOIN paid USING (move_id)
                WHERE item.display_type = 'product' GROUP BY item.move_id
            ), running AS (
                SELECT part.move_id, part.order_id, part.amount,
                    SUM(part.amount) OVER (
                        PARTITION BY part.move_id ORDER BY part.order_id
                    ) AS up_to
                FROM part
            ), split AS (
                SELECT running.order_id, move.currency_id, move.company_id,
                    COALESCE(move.invoice_date, move.date) AS day,
                    ROUND(paid.amount * running.up_to / NULLIF(total.amount, 0)
                        / currency.rounding) * currency.rounding
                    - ROUND(paid.amount * (running.up_to - running.amount)
                        / NULLIF(total.amount, 0)
                        / currency.rounding) * currency.rounding AS amount
                FROM running JOIN paid USING (move_id) JOIN total USING (move_id)
                JOIN account_move move ON move.id = running.move_id
                JOIN res_currency currency ON currency.id = move.currency_id
            )
            SELECT order_id, currency_id, company_id, day, amount
            FROM split WHERE order_id = ANY(%(orders)s) AND amount != 0
            """,
            invoices=self._sql_invoices(order_ids),
            paid=self._sql_paid(),
            parts=self._sql_parts(),
            orders=list(order_ids),
        )

    @api.model
    def _sql_settled_orders(self):
        """Return the orders on whose invoices anything was reconciled."""
        return SQL(
            """
            SELECT DISTINCT line.order_id FROM account_partial_reconcile partial
            JOIN account_move_line due
                ON due.id IN (partial.debit_move_id, partial.credit_move_id)
            JOIN account_move_line item ON item.move_id = due.move_id
            JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
            JOIN sale_order_line line ON line.id = link.order_line_id
            ORDER BY line.order_id
            """
        )

    @api.model
    def _find_reconciled_orders(self, moves):
        """Return the orders whose invoices these entries settle, or are."""
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.order_id
                FROM account_move_line own
                JOIN account_partial_reconcile partial
                    ON partial.debit_move_id = own.id OR partial.credit_move_id = own.id
                JOIN account_move_line due
                    ON due.id IN (partial.debit_move_id, partial.credit_move_id)
                JOIN account_move_line item ON item.move_id = due.move_id
                JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
                JOIN sale_order_line line ON line.id = link.order_line_id
                WHERE own.move_id = ANY(%s)
                """,
                list(moves.ids),
            )
        )
        # sudo: what was paid does not depend on who asks.
        return self.env["sale.order"].sudo().browse(id_ for (id_,) in rows)

    @api.model
    def _sql_invoices(self, order_ids):
        """Return the posted invoices and credit notes of orders: ``move_id``."""
        return SQL(
            """
            SELECT DISTINCT item.move_id FROM sale_order_line line
            JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
            JOIN account_move_line item ON item.id = link.invoice_line_id
            WHERE line.order_id = ANY(%s) AND item.parent_state = 'posted'
            """,
            list(order_ids),
        )

    @api.model
    def _sql_paid(self):
        """Return what each ``invoice`` was paid without a receipt: ``move_id, amount``.

        Credit notes and bills reconciled with an invoice are no money, nor are the
        differences of exchange the host books itself.
        """
        return SQL(
            "SELECT move_id, SUM(amount) AS amount FROM (%s) settlement"
            " GROUP BY move_id",
            self._sql_settlements(),
        )

    @api.model
    def _sql_settlements(self):
        """Return each of these payments: ``move_id, amount, other_id``, its item."""
        return SQL(
            """
            SELECT settled.move_id, settled.amount, settled.other_id
            FROM (
                SELECT due.move_id, partial.debit_amount_currency AS amount,
                    partial.credit_move_id AS other_id
                FROM invoice JOIN account_move_line due USING (move_id)
                JOIN account_partial_reconcile partial
                    ON partial.debit_move_id = due.id
                WHERE due.display_type = 'payment_term'
                UNION ALL
                SELECT due.move_id, -partial.credit_amount_currency,
                    partial.debit_move_id
                FROM invoice JOIN account_move_line due USING (move_id)
                JOIN account_partial_reconcile partial
                    ON partial.credit_move_id = due.id
                WHERE due.display_type = 'payment_term'
            ) settled
            JOIN account_move_line other ON other.id = settled.other_id
            JOIN account_move source ON source.id = other.move_id
            WHERE source.move_type = 'entry' AND source.state = 'posted'
            AND NOT EXISTS (
                SELECT FROM account_payment payment WHERE payment.move_id = source.id
                AND payment.yishang_receipt_id IS NOT NULL
            )
            AND NOT EXISTS (
                SELECT FROM account_partial_reconcile difference
                WHERE difference.exchange_move_id = source.id
            )
            """
        )

    @api.model
    def _sql_parts(self):
        """Return how much of each paid invoice is of which order, with tax."""
        return SQL(
            """
            SELECT item.move_id, line.order_id, SUM(item.price_total / links.number)
                AS amount
            FROM paid JOIN account_move_line item USING (move_id)
            JOIN LATERAL (
                SELECT COUNT(*) AS number FROM sale_order_line_invoice_rel
                WHERE invoice_line_id = item.id
            ) links ON TRUE
            JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
            JOIN sale_order_line line ON line.id = link.order_line_id
            WHERE item.display_type = 'product'
            GROUP BY item.move_id, line.order_id
            """
        )
