from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_total_source import AMOUNTS, CUBES, FACT, KEYS


class CrmYishangTotalCheck(models.AbstractModel):
    """Proves totals equal to the documents, and says where they are not."""

    _name = "crm.yishang.total.check"
    _inherit = "crm.yishang.total.source"
    _description = "Proof of the Totals"

    @api.model
    def _verify(self):
        """Return by how much the totals differ from the documents, as texts.

        Those of sales, leaving out orders in the queue, which reading counts as they
        are, and those that triggers keep.
        """
        self._flush()
        pending = set(self.env["crm.yishang.total.dirty"]._get_pending())
        texts = []
        for first, last in self._get_blocks(100_000):
            rows = self.env.execute_query(self._sql_wrong_orders(first, last))
            texts += [
                f"sale.order {id_}: {untaxed} / {total} too much"
                for id_, untaxed, total in rows
                if id_ not in pending
            ]
        texts += [
            f"{name} {cell[: len(KEYS)]}: {cell[len(KEYS) :]} too much"
            for name in CUBES
            for cell in self.env.execute_query(self._sql_wrong_cells(self.env[name]))
        ]
        for total in self.env["crm.yishang.kept.total.mixin"]._get_kept_totals():
            keys = len(total._kept_columns)
            texts += [
                f"{total._name} {cell[:keys]}: {cell[keys:]} too much"
                for cell in total._verify()
            ]
        return texts

    @api.model
    def _get_blocks(self, size):
        """Return first and last order of the blocks in which all of them are done."""
        ((last,),) = self.env.execute_query(
            SQL(
                "SELECT GREATEST((SELECT MAX(id) FROM sale_order),"
                " (SELECT MAX(order_number) FROM crm_yishang_product_total), 0)"
            )
        )
        return [(first, first + size - 1) for first in range(1, last + 1, size)]

    @api.model
    def _get_wrong_orders(self, first, last):
        """Return the ids of the orders between these whose rows are not true."""
        rows = self.env.execute_query(self._sql_wrong_orders(first, last))
        return [id_ for id_, *_amounts in rows]

    @api.model
    def _sql_wrong_orders(self, first, last):
        """Return orders whose rows differ, and how much too much they say."""
        names = self._sql_names(FACT)
        live = self._sql_live(SQL("document.id BETWEEN %s AND %s", first, last))
        stored = SQL(
            "SELECT %s FROM crm_yishang_product_total"
            " WHERE order_number BETWEEN %s AND %s",
            names,
            first,
            last,
        )
        return SQL(
            """
            WITH live AS MATERIALIZED (SELECT %(names)s FROM (%(live)s) worth),
            stored AS MATERIALIZED (%(stored)s)
            SELECT order_number, SUM(sign * amount_untaxed), SUM(sign * amount_total)
            FROM (
                SELECT 1 AS sign, * FROM (TABLE stored EXCEPT ALL TABLE live) more
                UNION ALL
                SELECT -1, * FROM (TABLE live EXCEPT ALL TABLE stored) less
            ) difference
            GROUP BY order_number ORDER BY order_number
            """,
            names=names,
            live=live,
            stored=stored,
        )

    @api.model
    def _sql_wrong_cells(self, cube):
        """Return the keys of cells that differ from the fact, and by how much."""
        names = [SQL.identifier(name) for name in KEYS]
        names[KEYS.index("date")] = cube._sql_day(SQL("date"))
        sums = SQL(", ").join(
            SQL("SUM(%s)", SQL.identifier(name)) for name in ("order_count", *AMOUNTS)
        )
        keys = self._sql_names(KEYS)
        return SQL(
            """
            SELECT %(keys)s, %(sums)s FROM (
                SELECT %(keys)s, order_count, amount_untaxed, amount_total
                FROM %(table)s
                UNION ALL
                SELECT %(names)s, order_count, amount_untaxed, amount_total
                FROM (%(cells)s) cells
            ) difference
            GROUP BY %(keys)s HAVING (%(sums)s) != (0, 0, 0)
            """,
            keys=keys,
            names=SQL(", ").join(names),
            table=SQL.identifier(cube._table),
            sums=sums,
            cells=self._sql_cells(SQL("crm_yishang_product_total"), -1),
        )

    @api.model
    def _mend_cells(self, cube):
        """Have a cube say what the fact says; return how many cells did not."""
        wrong = self.env.execute_query(self._sql_wrong_cells(cube))
        if not wrong:
            return 0
        rows = SQL(
            """
            (
                SELECT company_id, user_id, region_id, date, -orders AS order_count,
                    -untaxed AS amount_untaxed, -total AS amount_total
                FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[], %s::int[],
                    %s::numeric[], %s::numeric[]) AS wrong (company_id, user_id,
                    region_id, date, orders, untaxed, total)
            )
            """,
            *map(list, zip(*wrong, strict=True)),
        )
        self.env.cr.execute(cube._sql_add(rows))
        self.env.cr.execute(cube._sql_drop_empty())
        return len(wrong)

    @api.model
    def _cron_verify(self):
        """Tell administrators once a week if anything differs."""
        texts = self._verify()
        if texts:
            self.env["crm.yishang.money.check"]._tell(
                self.env._("Totals: %(count)s differences found", count=len(texts)),
                texts,
            )
