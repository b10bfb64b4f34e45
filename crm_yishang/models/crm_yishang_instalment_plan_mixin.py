from odoo import api, models
from odoo.tools import SQL

# What an instalment repeats of its order.
REPEATED = (
    "company_id",
    "currency_id",
    "currency_rate",
    "partner_id",
    "user_id",
    "yishang_customer_id",
    "yishang_scope_key",
    "yishang_scope_region_id",
)
# What orders derive from their instalments.
DERIVED = (
    "yishang_amount_overdue",
    "yishang_instalment_ids",
    "yishang_plan_difference",
    "yishang_plan_percent",
    "yishang_plan_progress",
)


class CrmYishangInstalmentPlanMixin(models.AbstractModel):
    """Plans that follow their orders, and the money of orders spread over them.

    Raw SQL: a confirmed order may cost one statement more, and a receipt of a thousand
    orders not a thousand; the ORM would write record by record. One statement plans,
    one spreads, however many orders.
    """

    _name = "crm.yishang.instalment.plan.mixin"
    _description = "Plans That Follow Their Orders"

    @api.model
    def _refresh(self, orders, is_replanned=False):
        """Bring the plans of orders in step with them and with what they received.

        Confirmed orders without a plan by hand get one from their payment terms; it
        follows their total. What orders received is spread over their instalments.

        :param is_replanned: whether date or payment terms may have changed as well
        """
        # sudo: a plan follows its order, whoever changes that.
        orders = orders.sudo()
        if not orders:
            return
        self.env["crm.yishang.instalment"].flush_model()
        begun = self._plan(orders, is_replanned)
        self._spread(
            orders.filtered(
                lambda order: order.id not in begun or order.yishang_amount_received
            )
        )
        self._forget(orders)

    @api.model
    def _forget(self, orders):
        self.env["crm.yishang.instalment"].invalidate_model(flush=False)
        orders.invalidate_recordset(DERIVED, flush=False)

    @api.model
    def _get_terms(self, order):
        """Return ``[(due date, amount)]`` that the payment terms make of an order."""
        total = order.amount_total
        if order.state != "sale" or order.currency_id.compare_amounts(total, 0) <= 0:
            return []
        day = order.company_id._yishang_get_day(order.date_order)
        term = order.payment_term_id
        if not term:
            return [(day, total)]
        terms = term._compute_terms(
            date_ref=day,
            currency=order.currency_id,
            company=order.company_id,
            tax_amount=0,
            tax_amount_currency=0,
            sign=1,
            untaxed_amount=total,
            untaxed_amount_currency=total,
        )
        rows = [(line["date"], line["foreign_amount"]) for line in terms["line_ids"]]
        # Fixed parts of a small order can be more than all of it.
        if not rows or any(amount < 0 for _day, amount in rows):
            return [(day, total)]
        return rows

    @api.model
    def _plan(self, orders, is_replanned):
        """Write the plans that payment terms make, where none was written by hand.

        :return: ids of the orders that had no plan before
        """
        wanted = [
            (order.id, number, day, amount)
            for order in orders
            for number, (day, amount) in enumerate(self._get_terms(order), 1)
        ]
        columns = list(zip(*wanted, strict=True)) or [()] * 4
        rows = self.env.execute_query(self._sql_plan(orders.ids, columns, is_replanned))
        return {order_id for order_id, is_new in rows if is_new}

    @api.model
    def _sql_plan(self, order_ids, columns, is_replanned):
        names = SQL(", ").join(map(SQL.identifier, REPEATED))
        values = SQL(", ").join(SQL("origin.%s", SQL.identifier(n)) for n in REPEATED)
        ids, numbers, days, amounts = map(list, columns)
        return SQL(
            """
            WITH wanted AS (
                SELECT * FROM unnest(
                    %(ids)s::int[], %(numbers)s::int[], %(days)s::date[],
                    %(amounts)s::numeric[]
                ) AS wanted (order_id, sequence, date_due, amount)
            ), gone AS (
                DELETE FROM crm_yishang_instalment past
                USING sale_order origin
                WHERE past.order_id = ANY(%(orders)s) AND past.is_implicit
                AND origin.id = past.order_id
                AND origin.yishang_amount_received = 0
                AND NOT EXISTS (
                    SELECT FROM wanted WHERE wanted.order_id = past.order_id
                    AND wanted.sequence = past.sequence
                )
            )
            INSERT INTO crm_yishang_instalment AS past (
                order_id, sequence, date_due, amount, amount_received, amount_open,
                state, is_owed, is_implicit, create_uid, create_date, write_uid,
                write_date, %(names)s
            )
            SELECT wanted.order_id, wanted.sequence, wanted.date_due, wanted.amount,
                0, wanted.amount, 'open', origin.yishang_amount_owed > 0, TRUE,
                %(uid)s, %(now)s, %(uid)s, %(now)s, %(values)s
            FROM wanted JOIN sale_order origin ON origin.id = wanted.order_id
            WHERE NOT EXISTS (
                SELECT FROM crm_yishang_instalment hand
                WHERE hand.order_id = wanted.order_id AND hand.is_implicit IS NOT TRUE
            )
            ON CONFLICT (order_id, sequence) WHERE is_implicit DO UPDATE
                SET amount = excluded.amount, amount_open = excluded.amount_open,
                    date_due = excluded.date_due
                WHERE past.amount != excluded.amount
                    OR (%(is_replanned)s AND past.date_due != excluded.date_due)
            RETURNING past.order_id, past.xmax = 0
            """,
            ids=ids,
            numbers=numbers,
            days=days,
            amounts=amounts,
            orders=list(order_ids),
            names=names,
            values=values,
            uid=self.env.uid,
            now=self.env.cr.now(),
            is_replanned=is_replanned,
        )

    @api.model
    def _spread(self, orders):
        """Spread what orders received over their instalments.

        First what receipts name an instalment for, never more than its amount nor than
        the order received at all; then the rest in order of due dates.
        """
        if not orders:
            return
        repeated = SQL(", ").join(map(SQL.identifier, REPEATED))
        self.env.execute_query(
            SQL(
                """
                WITH named AS (%(named)s), part AS (
                    SELECT past.id, past.order_id, past.amount, past.date_due,
                        past.sequence,
                        GREATEST(origin.yishang_amount_received, 0) AS received,
                        LEAST(GREATEST(named.amount, 0), past.amount) AS named
                    FROM crm_yishang_instalment past
                    JOIN sale_order origin ON origin.id = past.order_id
                    LEFT JOIN named ON named.instalment_id = past.id
                    WHERE past.order_id = ANY(%(orders)s)
                ), kept AS (
                    SELECT *, LEAST(named, GREATEST(received - SUM(named) OVER (
                        PARTITION BY order_id ORDER BY date_due, sequence, id
                    ) + named, 0)) AS own FROM (
                        SELECT id, order_id, amount, date_due, sequence, received,
                            COALESCE(named, 0) AS named FROM part
                    ) part
                ), rest AS (
                    SELECT id, order_id, amount, own, amount - own AS room,
                        received - SUM(own) OVER (PARTITION BY order_id) AS pool,
                        SUM(amount - own) OVER (
                            PARTITION BY order_id ORDER BY date_due, sequence, id
                        ) AS up_to
                    FROM kept
                ), fresh AS (
                    SELECT id, order_id, amount, own + LEAST(
                        room, GREATEST(pool - (up_to - room), 0)
                    ) AS received FROM rest
                )
                UPDATE crm_yishang_instalment past SET
                    amount_received = fresh.received,
                    amount_open = fresh.amount - fresh.received,
                    state = CASE WHEN fresh.received >= fresh.amount THEN 'paid'
                        WHEN fresh.received > 0 THEN 'partly' ELSE 'open' END,
                    is_owed = origin.state = 'sale' AND origin.yishang_amount_owed > 0,
                    (%(repeated)s) = ROW (%(values)s)
                FROM fresh JOIN sale_order origin ON origin.id = fresh.order_id
                WHERE past.id = fresh.id
                RETURNING past.id
                """,
                named=self._sql_named(orders.ids),
                orders=list(orders.ids),
                repeated=repeated,
                values=SQL(", ").join(
                    SQL("origin.%s", SQL.identifier(name)) for name in REPEATED
                ),
            )
        )

    @api.model
    def _sql_named(self, order_ids):
        """Return what confirmed receipts name instalments for.

        :return: query of ``instalment_id, amount`` in the currency of the order
        """
        lines = self.env.get("crm.yishang.receipt.line")
        if lines is None or "instalment_id" not in lines._fields:
            return SQL("SELECT NULL::int AS instalment_id, 0.0 AS amount WHERE FALSE")
        return SQL(
            """
            SELECT line.instalment_id, SUM(
                CASE receipt.kind WHEN 'refund' THEN -line.amount_order
                ELSE line.amount_order END
            ) AS amount
            FROM crm_yishang_receipt_line line
            JOIN crm_yishang_receipt receipt ON receipt.id = line.receipt_id
            WHERE line.order_id = ANY(%s) AND line.instalment_id IS NOT NULL
                AND receipt.state = 'confirmed'
            GROUP BY line.instalment_id
            """,
            list(order_ids),
        )

    @api.model
    def _plan_all(self, batch=5000):
        """Plan all confirmed orders that have no plan, as when the addon comes.

        :return: number of orders
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT origin.id FROM sale_order origin
                WHERE origin.state = 'sale' AND origin.amount_total > 0
                AND NOT EXISTS (
                    SELECT FROM crm_yishang_instalment past
                    WHERE past.order_id = origin.id
                ) ORDER BY origin.id
                """
            )
        )
        ids = [id_ for (id_,) in rows]
        for start in range(0, len(ids), batch):
            self._refresh(self.env["sale.order"].browse(ids[start : start + batch]))
            self.env.invalidate_all()
        return len(ids)
