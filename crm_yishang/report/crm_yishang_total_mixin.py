from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_total_source import AMOUNTS, KEYS


class CrmYishangTotalMixin(models.AbstractModel):
    """Totals of sales by who earned them, with what is still in the queue.

    The rows of the table, and for each order of the queue what the table says of it,
    taken away, and what it is worth now: rows add up, so that a figure is never old.
    Visible to whoever is above those who earned it or in charge of where they did.
    """

    _name = "crm.yishang.total.mixin"
    _inherit = ["crm.yishang.report.mixin", "crm.yishang.visible.mixin"]
    _description = "Total of Sales"

    _yishang_stays = ("user_id",)
    # The column that tells whether anything is counted.
    _total_count = ""

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        ondelete="restrict",
        help="Who earned it, whoever holds the customer now.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        readonly=True,
        ondelete="restrict",
        help="Of the customer on the day of the confirmation.",
    )
    date = fields.Date(
        string="Order Date", required=True, readonly=True, help="Where the company is."
    )
    # Empty in the table: rows are in the currency of their company there.
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_untaxed = fields.Monetary(string="Untaxed Amount", readonly=True)
    amount_total = fields.Monetary(string="Amount with Tax", readonly=True)

    @api.model
    def _get_visible_columns(self):
        return ["user_id", "region_id"]

    @api.model
    def _get_visible_domain(self, mode):
        return self.env["crm.yishang.people"]._get_earned_domain("user_id", "region_id")

    @property
    def _table_query(self):
        arms = [self._sql_arm(SQL.identifier(self._table), self._sql_stored())]
        # While modules are loaded, the host asks whether this is a table.
        if self.pool.ready and (pending := self._get_pending()):
            arms += self._get_pending_arms(pending)
        return SQL(" UNION ALL ").join(arms)

    @api.model
    def _get_pending(self):
        self.env["crm.yishang.total"]._flush()
        return self.env["crm.yishang.total.dirty"]._get_pending()

    @api.model
    def _sql_arm(self, rows, columns):
        """Return rows with the columns of the model.

        :param columns: ``{name: expression}``; amounts in the currency of the company
            of the row
        """
        if not self.env.companies <= self.env.company:
            factor = self._sql_factor(SQL("total.company_id"))
            converted = {n: SQL("%s * %s", columns[n], factor) for n in AMOUNTS}
            columns = {**columns, **converted}
        columns["currency_id"] = SQL("%s", self.env.company._yishang_get_currency_id())
        expressions = SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in sorted(columns.items())
        )
        return SQL("SELECT %s FROM %s total", expressions, rows)

    @api.model
    def _sql_stored(self):
        """Return the columns of the table that are read, ``{name: expression}``."""
        names = ("id", *KEYS, *AMOUNTS)
        return {name: SQL.identifier("total", name) for name in names}

    @api.model
    def _get_pending_arms(self, order_ids):
        """Return what the queue changes: rows taken away, and rows as they are now.

        Ids of the table are above zero, theirs below, and each another one.
        """
        raise NotImplementedError

    @api.model
    def _sql_counted(self, order_ids):
        """Return what the table says of these orders."""
        return SQL(
            "(SELECT * FROM crm_yishang_product_total WHERE order_number = ANY(%s))",
            order_ids,
        )

    @api.model
    def _sql_worth(self, order_ids):
        """Return what these orders are worth now."""
        condition = SQL("document.id = ANY(%s)", order_ids)
        return SQL("(%s)", self.env["crm.yishang.total"]._sql_live(condition))
