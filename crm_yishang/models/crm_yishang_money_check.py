from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from .crm_yishang_money import BATCH

ADMINISTRATOR = "crm_yishang.crm_yishang_group_administrator"
# Differences named in the message to administrators.
TOLD = 50


class CrmYishangMoneyCheck(models.AbstractModel):
    """Proves the stored money of orders and receipts equal to what it is made of."""

    _name = "crm.yishang.money.check"
    _inherit = "crm.yishang.money.source.mixin"
    _description = "Proof of the Money of Orders"

    @api.model
    def _verify(self):
        """Return what differs, as texts; nothing if everything is right."""
        self.env.flush_all()
        rows = self.env.execute_query(self._sql_wrong_owed())
        rows += self.env.execute_query(self._sql_wrong_receipts())
        texts = [
            f"{name}: {what} {stored} != {right}" for name, what, stored, right in rows
        ]
        return [*texts, *self._verify_received()]

    @api.model
    def _verify_received(self):
        """Compare what orders received with receipts and accounting."""
        rows = self.env.execute_query(self._sql_paid_orders())
        # sudo: the proof concerns all orders.
        orders = self.env["sale.order"].sudo().browse(id_ for (id_,) in rows)
        texts = []
        for batch in split_every(BATCH, orders.ids, orders.browse):
            derived = {
                "yishang_amount_collected": self._get_collected(batch),
                "yishang_amount_accounted": self._get_accounted(batch),
            }
            batch.invalidate_recordset(list(derived), flush=False)
            texts += [
                f"{order.name}: {name} {order[name]} != {amounts[order.id]}"
                for name, amounts in derived.items()
                for order in batch
                if order.currency_id.compare_amounts(
                    order[name], float(amounts[order.id])
                )
            ]
        return texts

    @api.model
    def _sql_paid_orders(self):
        """Return the orders that received anything, or are said to have."""
        return SQL(
            """
            SELECT id FROM sale_order
            WHERE yishang_amount_collected != 0 OR yishang_amount_accounted != 0
            UNION SELECT order_id FROM crm_yishang_receipt_line
            UNION (%s)
            """,
            self._sql_settled_orders(),
        )

    @api.model
    def _sql_wrong_owed(self):
        """Return orders on which not that is owed which is left of their total."""
        return SQL(
            """
            SELECT name, 'yishang_amount_owed', yishang_amount_owed, right_owed
            FROM sale_order, LATERAL (
                SELECT CASE state WHEN 'sale' THEN COALESCE(amount_total, 0) ELSE 0 END
                    - yishang_amount_received AS right_owed
            ) derived
            WHERE yishang_amount_owed != right_owed
            ORDER BY id
            """
        )

    @api.model
    def _sql_wrong_receipts(self):
        """Return receipts whose sums differ from their lines or their refunds."""
        return SQL(
            """
            SELECT receipt.name, wrong.what, wrong.stored, wrong.derived
            FROM crm_yishang_receipt receipt, LATERAL (
                SELECT 'amount_allocated' AS what, receipt.amount_allocated AS stored,
                    COALESCE((
                        SELECT SUM(line.amount) FROM crm_yishang_receipt_line line
                        WHERE line.receipt_id = receipt.id
                    ), 0) AS derived
                UNION ALL
                SELECT 'amount_refunded', receipt.amount_refunded, COALESCE((
                    SELECT SUM(refund.amount - refund.amount_allocated)
                    FROM crm_yishang_receipt refund
                    WHERE refund.advance_id = receipt.id AND refund.state = 'confirmed'
                ), 0)
            ) wrong
            WHERE wrong.stored IS DISTINCT FROM wrong.derived
            ORDER BY receipt.id
            """
        )

    @api.model
    def _cron_verify(self):
        """Tell administrators once a week if anything differs."""
        if texts := self._verify():
            self._tell(
                self.env._(
                    "Money of orders: %(count)s differences found", count=len(texts)
                ),
                texts,
            )

    @api.model
    def _tell(self, subject, texts):
        """Tell all administrators what a proof has found."""
        # sudo: the scheduler tells all administrators.
        administrators = self.env.ref(ADMINISTRATOR).sudo().all_user_ids
        body = Markup("<br/>").join(texts[:TOLD])
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=administrators.partner_id.ids, subject=subject, body=body
        )
