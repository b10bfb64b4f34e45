from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmYishangLedgerMixin(models.AbstractModel):
    """Documents that stand in the ledger of their customer.

    A model says which of its records stand there, and in which columns; see
    ``LedgerTable``.
    """

    _name = "crm.yishang.ledger.mixin"
    _description = "Documents in the Customer Ledger"

    @api.model
    def _get_ledger_tables(self):
        """Return the tables this model adds to the ledger, titled for the user."""
        return []

    @api.model
    def _get_ledger_ids(self, table, customers, limit):
        """Return the first documents of each customer, as far as the user sees them.

        Raw SQL on top of the ORM's own query: a search is limited as a whole, not by
        customer, and one search for each would grow with their number.

        :return: ``{customer id: ([ids], number of all)}``, without those that have none
        """
        domain = Domain(table.customer, "in", customers.ids)
        query = self._search(domain & table.domain)
        if query.is_empty():
            return {}
        customer = self._field_to_sql(self._table, table.customer, query)
        order = self._order_to_sql(table.order, query)
        ranked = query.select(
            SQL("%s AS customer_id", customer),
            SQL("%s AS id", SQL.identifier(self._table, "id")),
            SQL("COUNT(*) OVER (PARTITION BY %s) AS count", customer),
            SQL(
                "ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) AS rank",
                customer,
                order,
            ),
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer_id, array_agg(id ORDER BY rank), max(count)
                FROM (%s) ranked WHERE rank <= %s GROUP BY customer_id
                """,
                ranked,
                limit,
            )
        )
        return {customer_id: (ids, count) for customer_id, ids, count in rows}
