import logging

from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_total_source import CUBES, FACT

_logger = logging.getLogger(__name__)

# Rows of the queue, and orders, in one transaction.
BATCH = 5_000
BLOCK = 20_000
# Of the lock under which one transaction at a time changes totals.
LOCK = "crm_yishang_total"


class CrmYishangTotal(models.AbstractModel):
    """Keeps the totals of sales what the orders say, see the source of totals.

    The fact holds a row for each line, the cubes what orders of one person, region and
    day or month come to. Orders that were written are in the queue; reading counts them
    as they are now, so that no figure waits for the job that takes them out.
    """

    _name = "crm.yishang.total"
    _inherit = "crm.yishang.total.source"
    _description = "Totals of Sales"

    @api.model
    def _cron_refresh(self):
        """Work the queue off, batch by batch."""
        commit = self.env["ir.cron"]._commit_progress
        while taken := self._refresh():
            commit(taken)

    @api.model
    def _refresh(self, limit=BATCH):
        """Count the oldest orders of the queue again.

        :return: how many; none if another transaction is at it
        """
        self._flush()
        if not self._lock():
            return 0
        ids = self.env["crm.yishang.total.dirty"]._take(limit)
        if ids:
            self._settle(ids)
        return len(ids)

    @api.model
    def _lock(self, wait=False):
        """Let this transaction alone change totals, until it ends.

        Orders add up in the same cells: two transactions would wait for each other.

        :param wait: for another one to end; or else return whether there is none
        """
        if wait:
            self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", LOCK))
            return True
        ((is_locked,),) = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", LOCK)
        )
        return is_locked

    @api.model
    def _settle(self, order_ids):
        """Have fact and cubes say what these orders are worth now."""
        self.env.cr.execute(self._sql_settle(order_ids))
        for cube in CUBES:
            self.env.cr.execute(self.env[cube]._sql_drop_empty())

    @api.model
    def _sql_settle(self, order_ids):
        names = self._sql_names(FACT)
        live = self._sql_live(SQL("document.id = ANY(%s)", list(order_ids)))
        return SQL(
            """
            WITH gone AS (
                DELETE FROM crm_yishang_product_total WHERE order_number = ANY(%(ids)s)
                RETURNING %(names)s
            ), fresh AS (
                INSERT INTO crm_yishang_product_total (%(names)s)
                SELECT %(names)s FROM (%(live)s) live RETURNING %(names)s
            ), moved AS (
                (%(before)s) UNION ALL (%(after)s)
            ), months AS (%(months)s)
            %(days)s
            """,
            ids=list(order_ids),
            names=names,
            live=live,
            before=self._sql_cells(SQL("gone"), -1),
            after=self._sql_cells(SQL("fresh"), 1),
            days=self.env["crm.yishang.sales.total"]._sql_add(SQL("moved")),
            months=self.env["crm.yishang.sales.month"]._sql_add(SQL("moved")),
        )

    @api.model
    def _cron_rebuild(self):
        """Mend what differs from the orders, every night, block by block."""
        commit = self.env["ir.cron"]._commit_progress
        self._rebuild(lambda: commit())
        for total in self.env["crm.yishang.kept.total.mixin"]._get_kept_totals():
            if differences := total._mend():
                _logger.warning("%s: %s differences mended", total._name, differences)
            commit()

    @api.model
    def _rebuild(self, commit=None):
        """Make the totals true, whatever they are: of all orders, in blocks.

        :param commit: called after each block
        :return: number of orders and of cells that had differed
        """
        self._flush()
        check = self.env["crm.yishang.total.check"]
        orders = 0
        for first, last in check._get_blocks(BLOCK):
            self._lock(wait=True)
            if ids := check._get_wrong_orders(first, last):
                self._settle(ids)
                orders += len(ids)
            if commit:
                commit()
        self._lock(wait=True)
        return orders, sum(check._mend_cells(self.env[cube]) for cube in CUBES)
