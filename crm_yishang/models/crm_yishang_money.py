from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

# Orders in one statement, when all of them are derived.
BATCH = 5000

AMOUNTS = (
    "yishang_amount_collected",
    "yishang_amount_accounted",
    "yishang_amount_received",
)


class CrmYishangMoney(models.AbstractModel):
    """Derives what orders have received from receipts and accounting.

    One place and a few statements, however many orders: whatever moves money calls
    ``_refresh``. Raw SQL, as the host needs milliseconds to write one order and the
    figures come from five tables.
    """

    _name = "crm.yishang.money"
    _description = "Money of Orders"
    _inherit = "crm.yishang.money.source.mixin"

    @api.model
    def _refresh(self, orders):
        """Derive the stored amounts of these orders again, and those of their plans."""
        # sudo: what was paid does not depend on who asks.
        orders = orders.sudo().exists()
        if not orders:
            return
        self._lock(orders)
        collected, accounted = self._get_collected(orders), self._get_accounted(orders)
        rows = [(id_, collected[id_], accounted[id_]) for id_ in orders.ids]
        self._store(orders, rows)
        # Plans are read from the database.
        orders.flush_recordset(["yishang_amount_owed", "yishang_payment_state"])
        self.env["crm.yishang.instalment"]._refresh(orders)

    @api.model
    def _refresh_accounted(self):
        """Derive the amounts of all orders whose invoices accounting has settled."""
        rows = self.env.execute_query(self._sql_settled_orders())
        orders = self.env["sale.order"].browse(id_ for (id_,) in rows)
        for batch in split_every(BATCH, orders.ids, orders.browse):
            self._refresh(batch)

    @api.model
    def _verify(self):
        """Return what differs from receipts and accounting, as texts."""
        return self.env["crm.yishang.money.check"]._verify()

    @api.model
    def _lock(self, orders):
        """Let nobody else move money on these orders until the transaction ends.

        In the order of ids, or else two who lock the same orders would wait for each
        other. Nothing refers to the columns that change, so that lines may be added.
        """
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT id FROM sale_order WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                sorted(orders.ids),
            )
        )
        orders.invalidate_recordset([*AMOUNTS, "amount_total", "state"], flush=False)

    @api.model
    def _store(self, orders, rows):
        """Write ``(order id, collected, accounted)`` where they changed."""
        ids, collected, accounted = zip(*rows, strict=True)
        changed = self.env.execute_query(
            SQL(
                """
                UPDATE sale_order SET
                    yishang_amount_collected = fresh.collected,
                    yishang_amount_accounted = fresh.accounted,
                    yishang_amount_received = fresh.collected + fresh.accounted
                FROM unnest(%s, %s::numeric[], %s::numeric[])
                    AS fresh (id, collected, accounted)
                WHERE sale_order.id = fresh.id AND (
                    yishang_amount_collected, yishang_amount_accounted
                ) IS DISTINCT FROM (fresh.collected, fresh.accounted)
                RETURNING sale_order.id
                """,
                list(ids),
                list(collected),
                list(accounted),
            )
        )
        moved = orders.browse(id_ for (id_,) in changed)
        moved.invalidate_recordset(AMOUNTS, flush=False)
        moved.modified(AMOUNTS)
