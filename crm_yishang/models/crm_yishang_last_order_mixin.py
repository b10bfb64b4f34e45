from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangLastOrderMixin(models.AbstractModel):
    """The day of the last confirmed order, kept with the customer.

    Kept and not counted, because rules ask for it: which members fall asleep, which
    customers return to the pool. Raw SQL, as orders are confirmed hundreds at a time
    and the host needs 20 ms to write a partner.
    """

    _name = "crm.yishang.last.order.mixin"
    _description = "Last Order of a Customer"

    yishang_date_last_order = fields.Date(
        string="Last Order",
        readonly=True,
        copy=False,
        help="Day of the last confirmed order, in the time zone of its company.",
    )

    def _yishang_follow_orders(self):
        """Bring day and stage of customers in step with all their orders."""
        self._yishang_refresh_last_orders()
        buyers = self.filtered("yishang_date_last_order")
        no_orders = self.env["sale.order"]
        self.env["crm.yishang.lifecycle"]._follow_orders(no_orders, self, buyers)

    def _yishang_refresh_last_orders(self):
        """Derive the day of the last order from the orders, in one statement."""
        if not self.ids:
            return
        self.env.flush_all()
        self.env.execute_query(
            self._yishang_sql_write_last_orders(
                SQL("customer.id = ANY(%s)", list(self.ids))
            )
        )
        self.invalidate_recordset(["yishang_date_last_order"], flush=False)
        self.modified(["yishang_date_last_order"])

    @api.model
    def _yishang_refresh_all_last_orders(self):
        """Derive the day of the last order of all customers."""
        self.env.flush_all()
        self.env.cr.execute(self._yishang_sql_write_last_orders(SQL("TRUE")))
        self.env.invalidate_all(flush=False)

    @api.model
    def _yishang_verify_last_orders(self):
        """Return the customers whose day is not that of their last order."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer.id FROM res_partner customer
                JOIN (%s) fresh ON fresh.id = customer.id
                WHERE customer.yishang_date_last_order IS DISTINCT FROM fresh.day
                ORDER BY customer.id
                """,
                self._yishang_sql_last_orders(SQL("TRUE")),
            )
        )
        return self.browse(id_ for (id_,) in rows)

    @api.model
    def _yishang_sql_write_last_orders(self, condition):
        return SQL(
            """
            UPDATE res_partner partner SET yishang_date_last_order = fresh.day
            FROM (%s) fresh
            WHERE partner.id = fresh.id
            AND partner.yishang_date_last_order IS DISTINCT FROM fresh.day
            RETURNING partner.id
            """,
            self._yishang_sql_last_orders(condition),
        )

    @api.model
    def _yishang_sql_last_orders(self, condition):
        """Return ``id, day`` of each ``customer`` under that condition."""
        return SQL(
            """
            SELECT customer.id, latest.day FROM res_partner customer
            CROSS JOIN LATERAL (SELECT %s AS day OFFSET 0) latest
            WHERE %s AND (
                customer.yishang_is_customer
                OR customer.yishang_date_last_order IS NOT NULL
            )
            """,
            self._yishang_sql_last_order("customer"),
            condition,
        )

    @api.model
    def _yishang_sql_last_order(self, alias="partner"):
        """Return the day of the last confirmed order of the row ``alias``."""
        return SQL(
            """
            (
                SELECT (bought.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                FROM sale_order bought
                WHERE bought.yishang_customer_id = %s.id AND bought.state = 'sale'
                ORDER BY bought.date_order DESC LIMIT 1
            )
            """,
            self._yishang_sql_zone(),
            SQL.identifier(alias),
        )

    @api.model
    def _yishang_sql_zone(self):
        """Return the time zone of the company of the row ``bought``."""
        zones = self.env["res.company"]._yishang_get_zones()
        if len({*zones.values()}) == 1:
            return SQL("%s", next(iter(zones.values())))
        return SQL(
            """
            (SELECT zone.name FROM unnest(%s, %s) AS zone (company_id, name)
            WHERE zone.company_id = bought.company_id)
            """,
            list(zones),
            list(zones.values()),
        )
