from odoo import api, models
from odoo.tools import SQL

# Who earned it, where and when: rows with the same add up.
KEYS = ("company_id", "user_id", "region_id", "date")
# Both by salesperson and region, one by day, one by month.
CUBES = ("crm.yishang.sales.total", "crm.yishang.sales.month")
AMOUNTS = ("amount_untaxed", "amount_total")
FACT = (
    *KEYS,
    "order_number",
    "customer_type_id",
    "product_id",
    "quantity",
    *AMOUNTS,
)


class CrmYishangTotalSource(models.AbstractModel):
    """What confirmed orders count for: the one place that says it in SQL.

    Raw SQL, as totals count what was earned, whoever may see each document, and
    millions of orders at a time.

    Confirmed orders count on the day of the order where their company is, in the
    currency of the company by the order's own rate. Returns are lines below zero; a
    combination counts its items, which carry the price; sections, notes and down
    payments count for nothing. What the lines of an order do not add up to, as taxes
    may be rounded on the whole, is a row without product: so rows add up to the order.
    The type is that of the customer today: customers change it to be told apart.
    """

    _name = "crm.yishang.total.source"
    _description = "Source of Totals"

    @api.model
    def _flush(self):
        """Write what is read here, so that the orders that changed are in the queue."""
        order_fields = ["amount_total", "amount_untaxed", "company_id", "currency_rate"]
        order_fields += ["date_order", "partner_id", "state", "user_id"]
        order_fields += ["yishang_region_id"]
        self.env["res.partner"].flush_model(
            ["commercial_partner_id", "yishang_type_id"]
        )
        self.env["sale.order.line"].flush_model()
        self.env["sale.order"].flush_model(order_fields)

    @api.model
    def _sql_live(self, condition):
        """Return the rows of the fact that orders are worth now, with ``line_id``.

        :param condition: on ``document``, which orders
        """
        zones = self.env["res.company"]._yishang_get_zones()
        return SQL(
            """
            SELECT sold.company_id, sold.user_id, sold.region_id, sold.date,
                sold.order_number, sold.customer_type_id, part.product_id,
                part.quantity,
                part.amount_untaxed / sold.rate AS amount_untaxed,
                part.amount_total / sold.rate AS amount_total, part.line_id
            FROM (
                SELECT document.id AS order_number, document.company_id,
                    document.user_id, document.yishang_region_id AS region_id,
                    customer.yishang_type_id AS customer_type_id,
                    (
                        document.date_order AT TIME ZONE 'UTC' AT TIME ZONE zone.name
                    )::date AS date,
                    COALESCE(NULLIF(document.currency_rate, 0), 1)::numeric AS rate,
                    COALESCE(document.amount_untaxed, 0) AS amount_untaxed,
                    COALESCE(document.amount_total, 0) AS amount_total
                FROM sale_order document
                JOIN unnest(%(companies)s::int[], %(zones)s::text[])
                    AS zone (id, name) ON zone.id = document.company_id
                LEFT JOIN res_partner buyer ON buyer.id = document.partner_id
                LEFT JOIN res_partner customer
                    ON customer.id = buyer.commercial_partner_id
                WHERE document.state = 'sale' AND %(condition)s
            ) sold
            CROSS JOIN LATERAL (%(parts)s) part
            """,
            companies=list(zones),
            zones=list(zones.values()),
            condition=condition,
            parts=self._sql_parts(),
        )

    @api.model
    def _sql_parts(self):
        """Return the counted lines of ``sold``, and what they do not add up to."""
        counted = SQL(
            "(line.product_id IS NOT NULL OR line.price_subtotal != 0"
            " OR line.price_total != 0)"
        )
        return SQL(
            """
            SELECT line.id AS line_id, line.product_id,
                COALESCE(
                    line.product_uom_qty * unit.factor / reference.factor, 0
                )::numeric AS quantity,
                COALESCE(line.price_subtotal, 0) AS amount_untaxed,
                COALESCE(line.price_total, 0) AS amount_total
            FROM sale_order_line line
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template
                ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
            LEFT JOIN uom_uom reference ON reference.id = template.uom_id
            WHERE line.order_id = sold.order_number AND line.display_type IS NULL
                AND %(counted)s
            UNION ALL
            SELECT NULL, NULL, 0,
                sold.amount_untaxed - COALESCE(SUM(line.price_subtotal), 0),
                sold.amount_total - COALESCE(SUM(line.price_total), 0)
            FROM sale_order_line line
            WHERE line.order_id = sold.order_number AND line.display_type IS NULL
            HAVING COUNT(*) FILTER (WHERE %(counted)s) = 0
                OR COALESCE(SUM(line.price_subtotal), 0) != sold.amount_untaxed
                OR COALESCE(SUM(line.price_total), 0) != sold.amount_total
            """,
            counted=counted,
        )

    @api.model
    def _sql_cells(self, rows, sign):
        """Return what rows of the fact mean for the cube, one row for each order.

        :param sign: 1 or -1, for what is taken away
        """
        return SQL(
            """
            SELECT company_id, user_id, region_id, date, order_number,
                %(sign)s AS order_count,
                %(sign)s * SUM(amount_untaxed) AS amount_untaxed,
                %(sign)s * SUM(amount_total) AS amount_total
            FROM %(rows)s
            GROUP BY order_number, company_id, user_id, region_id, date
            """,
            rows=rows,
            sign=sign,
        )

    @api.model
    def _sql_names(self, names):
        return SQL(", ").join(map(SQL.identifier, names))
