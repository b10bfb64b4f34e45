from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangTotalDirty(models.Model):
    """Orders whose part of the totals has yet to be worked out again.

    Rows are only ever added, an order may be there several times: so nobody who writes
    an order waits for somebody else, not even for the job that takes them away. An
    order is named by a plain number, as it stays in the queue when it is deleted.
    """

    _name = "crm.yishang.total.dirty"
    _description = "Order to be Totalled"
    _log_access = False
    _rec_name = "order_number"

    order_number = fields.Integer(
        string="Order", required=True, export_string_translation=False
    )

    @api.model
    def _mark(self, orders):
        """Note that these orders, which are or were confirmed, have changed.

        Raw SQL: it is one statement of every confirmation, whoever confirms.
        """
        if orders:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO crm_yishang_total_dirty (order_number)"
                    " SELECT unnest(%s)",
                    list(orders.ids),
                )
            )

    @api.model
    def _mark_customers(self, partner_ids):
        """Note that these customers, or contacts of them, are of another type now.

        Raw SQL: it may be all orders of many customers, whoever may see them.
        """
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_total_dirty (order_number)
                SELECT document.id
                FROM res_partner buyer
                JOIN sale_order document ON document.partner_id = buyer.id
                WHERE document.state = 'sale' AND (
                    buyer.id = ANY(%(ids)s)
                    OR buyer.commercial_partner_id = ANY(%(ids)s)
                )
                """,
                ids=list(partner_ids),
            )
        )

    @api.model
    def _get_pending(self):
        """Return the ids of the orders in the queue, sorted."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT order_number FROM crm_yishang_total_dirty"
                " ORDER BY order_number"
            )
        )
        return [id_ for (id_,) in rows]

    @api.model
    def _take(self, limit):
        """Take the oldest rows out of the queue; return the ids of their orders.

        What another transaction is taking is left to it. A row that comes later, of the
        same order, stays: whoever takes it sees what was written with it.
        """
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM crm_yishang_total_dirty WHERE id IN (
                    SELECT id FROM crm_yishang_total_dirty
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                )
                RETURNING order_number
                """,
                limit,
            )
        )
        return sorted({id_ for (id_,) in rows})
