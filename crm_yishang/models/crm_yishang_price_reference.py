from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# Prices of other customers that are older say little. In months.
RECENT_MONTHS = 24
# Comparable customers that are shown, the newest prices first.
MAX_SIMILAR = 10


class CrmYishangPriceReference(models.AbstractModel):
    """What was sold before, and at what price: a reference for who writes a quotation.

    Everything is read through the record rules of the user: prices of hidden customers
    appear neither as such nor in a lowest or an average.
    """

    _name = "crm.yishang.price.reference"
    _description = "Price Reference"

    @api.model
    @api.readonly
    def get_prices(self, partner_id, product_id, currency_id, uom_id=False):
        """Return the past prices of a product beside a line of a quotation.

        Prices are those after discount, without or with tax as the order has them, in
        the given currency and for the given unit.

        :return: ``{"own": {"count", "last", "lowest"}, "similar": [price], "more":
            number of further comparable customers, "average": of all of them or False,
            "likeness": what the comparable customers have in common}``; a price is
            ``{"price", "date", "user", "customer", "order", "order_id", "quantity"}``,
            or False if there is none
        """
        partner = self.env["res.partner"].browse(partner_id)
        product = self.env["product.product"].browse(product_id)
        if not (partner.exists() and product.exists()):
            raise UserError(
                self.env._("Choose the customer and the product first, then look again")
            )
        customer = partner.commercial_partner_id
        factor = self._get_factor(product, currency_id, uom_id)
        rows = self._get_rows(customer, product)
        own = [row for row in rows if row["customer_id"] == customer.id]
        similar = [row for row in rows if row["customer_id"] != customer.id]
        prices = [row["price"] * factor for row in similar]
        return {
            "own": {
                "count": own[0]["count"] if own else 0,
                "last": self._show(min(own, key=_age), factor) if own else False,
                "lowest": self._show(min(own, key=_price), factor) if own else False,
            },
            "similar": [
                self._show(row, factor)
                for row in sorted(similar, key=_age)[:MAX_SIMILAR]
            ],
            "more": max(len(similar) - MAX_SIMILAR, 0),
            "average": sum(prices) / len(prices) if prices else False,
            "likeness": self._get_likeness(customer),
        }

    @api.model
    def _get_factor(self, product, currency_id, uom_id):
        """Return what a price of the reference unit in company money is times of."""
        company = self.env.company
        currency = self.env["res.currency"].browse(currency_id) or company.currency_id
        uom = self.env["uom.uom"].browse(uom_id) or product.uom_id
        rate = self.env["res.currency"]._get_conversion_rate(
            company.currency_id, currency, company, fields.Date.context_today(self)
        )
        return rate * uom.factor

    @api.model
    def _get_rows(self, customer, product):
        """Return the newest and the lowest price of the customer, and the newest one
        of each comparable customer, in one query.

        Raw SQL, as the ORM has no first row of a group; what may be seen is the ORM's.
        """
        lines = self.env["sale.order.line"]
        seen = lines._search(self._get_domain(customer, product))
        return self.env.execute_query_dict(self._sql_prices(seen, customer))

    @api.model
    def _get_domain(self, customer, product):
        earliest = fields.Date.subtract(
            fields.Date.context_today(self), months=RECENT_MONTHS
        )
        whose = Domain("order_id.yishang_customer_id", "=", customer.id)
        if alike := self._get_alike_domain(customer):
            whose |= Domain("order_id.date_order", ">=", earliest) & Domain(
                "order_id.yishang_customer_id", "any", alike
            )
        return (
            Domain("product_id", "=", product.id)
            & Domain("state", "=", "sale")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("display_type", "=", False)
            & Domain("product_uom_qty", ">", 0)
            & Domain("is_downpayment", "=", False)
            & whose
        )

    @api.model
    def _get_alike_domain(self, customer):
        """Return which customers are comparable: those of one type in one province.

        :return: None if the customer has neither type nor region
        """
        top = self._get_province(customer)
        kind = customer.yishang_type_id
        if not (top or kind):
            return None
        domain = Domain("yishang_type_id", "=", kind.id)
        if top:
            domain &= Domain("yishang_region_id", "child_of", top.id)
        return domain

    @api.model
    def _get_province(self, customer):
        region = customer.yishang_region_id
        top = region.parent_path and int(region.parent_path.split("/")[0])
        return region.browse(top or [])

    @api.model
    def _get_likeness(self, customer):
        parts = (self._get_province(customer).name, customer.yishang_type_id.name)
        return " · ".join(filter(None, parts))

    @api.model
    def _sql_prices(self, seen, customer):
        return SQL(
            """
            WITH sold AS MATERIALIZED (
                SELECT line.id, line.order_id, line.product_uom_qty AS quantity,
                    line.product_uom_id AS uom_id,
                    bought.yishang_customer_id AS customer_id,
                    bought.date_order AS date, bought.name AS order,
                    bought.user_id,
                    line.price_unit * (1 - COALESCE(line.discount, 0) / 100)
                        / COALESCE(NULLIF(bought.currency_rate, 0), 1)
                        / COALESCE(NULLIF(uom.factor, 0), 1) AS price
                FROM sale_order_line line
                JOIN sale_order bought ON bought.id = line.order_id
                LEFT JOIN uom_uom uom ON uom.id = line.product_uom_id
                WHERE line.id IN (%(seen)s)
            ), ranked AS (
                SELECT sold.*,
                    count(*) OVER (PARTITION BY customer_id) AS count,
                    row_number() OVER (
                        PARTITION BY customer_id ORDER BY date DESC, id DESC
                    ) AS age,
                    row_number() OVER (
                        PARTITION BY customer_id ORDER BY price, date DESC, id DESC
                    ) AS cheapness
                FROM sold
            )
            SELECT * FROM ranked
            WHERE age = 1 OR (cheapness = 1 AND customer_id = %(customer)s)
            """,
            seen=seen.select("sale_order_line.id"),
            customer=customer.id,
        )

    @api.model
    def _show(self, row, factor):
        """Return one price for the screen; names are masked as everywhere."""
        # sudo: the names of users and of customers that the rules let through.
        user = self.env["res.users"].sudo().browse(row["user_id"] or [])
        customer = self.env["res.partner"].browse(row["customer_id"] or [])
        uom = self.env["uom.uom"].browse(row["uom_id"] or [])
        return {
            "price": row["price"] * factor,
            "date": fields.Date.to_string(
                fields.Datetime.context_timestamp(self, row["date"])
            ),
            "user": user.name or "",
            "customer": customer.yishang_short_name or customer.name or "",
            "order": row["order"],
            "order_id": row["order_id"],
            "quantity": f"{row['quantity']:g} {uom.name or ''}".strip(),
        }


def _age(row):
    return -row["date"].timestamp(), -row["id"]


def _price(row):
    return row["price"], *_age(row)
