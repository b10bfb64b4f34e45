from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_total_source import KEYS


class CrmYishangSalesTotal(models.Model):
    """What orders of one salesperson, region and day come to."""

    _name = "crm.yishang.sales.total"
    _inherit = "crm.yishang.total.mixin"
    _description = "Sales Analysis by Salesperson and Region"
    _log_access = False
    _order = "date DESC, id"
    _rec_name = "date"
    _total_count = "order_count"

    order_count = fields.Integer(string="Orders", readonly=True)

    _cell_uniq = models.UniqueIndex(
        "(company_id, date, COALESCE(user_id, 0), COALESCE(region_id, 0))"
        " INCLUDE (user_id, region_id, order_count, amount_untaxed, amount_total)"
    )
    _user_idx = models.Index(
        "(user_id, date) INCLUDE"
        " (company_id, region_id, order_count, amount_untaxed, amount_total)"
    )
    _region_idx = models.Index(
        "(region_id, date) INCLUDE"
        " (company_id, user_id, order_count, amount_untaxed, amount_total)"
    )
    _empty_idx = models.Index("(id) WHERE order_count = 0")

    @api.model
    def _sql_stored(self):
        return {**super()._sql_stored(), "order_count": SQL("total.order_count")}

    @api.model
    def _sql_day(self, date):
        """Return the day of the cell in which a day is counted."""
        return date

    @api.model
    def _sql_add(self, rows):
        """Return the statement that adds rows like those of the cube to its cells."""
        keys = self.env["crm.yishang.total.source"]._sql_names(KEYS[:-1])
        return SQL(
            """
            INSERT INTO %(table)s AS cell (%(keys)s, date, order_count,
                amount_untaxed, amount_total)
            SELECT %(keys)s, %(day)s, SUM(order_count), SUM(amount_untaxed),
                SUM(amount_total)
            FROM %(rows)s moved
            GROUP BY %(keys)s, %(day)s
            HAVING (SUM(order_count), SUM(amount_untaxed), SUM(amount_total))
                != (0, 0, 0)
            ON CONFLICT (company_id, date, COALESCE(user_id, 0), COALESCE(region_id, 0))
            DO UPDATE SET order_count = cell.order_count + EXCLUDED.order_count,
                amount_untaxed = cell.amount_untaxed + EXCLUDED.amount_untaxed,
                amount_total = cell.amount_total + EXCLUDED.amount_total
            """,
            table=SQL.identifier(self._table),
            keys=keys,
            day=self._sql_day(SQL("moved.date")),
            rows=rows,
        )

    @api.model
    def _sql_drop_empty(self):
        """Return the statement that deletes the cells in which nothing is left."""
        return SQL("DELETE FROM %s WHERE order_count = 0", SQL.identifier(self._table))

    @api.model
    def _get_pending_arms(self, order_ids):
        totals = self.env["crm.yishang.total"]
        sides = ((self._sql_counted(order_ids), -1), (self._sql_worth(order_ids), 1))
        for number, (rows, sign) in enumerate(sides, 1):
            cells = totals._sql_cells(SQL("%s worth", rows), sign)
            id_ = SQL("-(total.order_number::bigint * 2 + %s)", number)
            columns = {"id": id_, "date": self._sql_day(SQL("total.date"))}
            columns = {**self._sql_stored(), **columns}
            yield self._sql_arm(SQL("(%s)", cells), columns)
