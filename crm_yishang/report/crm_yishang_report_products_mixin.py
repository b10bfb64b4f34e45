from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_report_sales_mixin import SUMS

# For each dimension: the columns of its code and of its name.
LABELS = {
    "region_id": ("region_code", "region"),
    "user_id": ("user_code", "user"),
    "product_id": ("product_code", "product"),
}


class CrmYishangReportProductsMixin(models.AbstractModel):
    """What was sold of each product: too many rows to group all of them in Python.

    Raw SQL for one page with its names, upon the query of the ORM with its rules. In
    the order of ids: an index has the rows in it, so that a page does not wait for all.
    """

    _name = "crm.yishang.report.products.mixin"
    _inherit = ["crm.yishang.report.sales.mixin"]
    _description = "Report of Sales by Product"

    _report_filters = ("period", "region", "user", "product")
    _report_total = "crm.yishang.product.total"
    _report_count = "line_count"

    @api.model
    def _sql_groups(self, criteria, measures):
        """Return one row for each value of the dimensions, with sums of measures.

        In no order; that of the dimensions is the order of an index.
        """
        total = self.env[self._report_total]
        query = total._search(self._get_totals_domain(criteria))
        names = (*self._report_dimensions, *measures, self._report_count)
        dimensions = self._sql_dimensions()
        digits = self.env.company.currency_id.decimal_places
        sums = [
            SQL("ROUND(SUM(%s)::numeric, %s) AS %s", name, digits, name)
            for name in map(SQL.identifier, measures)
        ]
        return SQL(
            "SELECT %s FROM %s total GROUP BY %s HAVING SUM(%s) != 0",
            SQL(", ").join([dimensions, *sums]),
            query.subselect(
                *(total._field_to_sql(query.table, name, query) for name in names)
            ),
            dimensions,
            SQL.identifier(self._report_count),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        names = [name for one in self._report_dimensions for name in LABELS[one]]
        columns = (*self._report_dimensions, *SUMS, *names)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(columns)s
                FROM (
                    %(groups)s ORDER BY %(dimensions)s LIMIT %(limit)s OFFSET %(offset)s
                ) sold
                LEFT JOIN crm_yishang_region region ON region.id = %(region)s
                LEFT JOIN res_users seller ON seller.id = %(user)s
                LEFT JOIN res_partner person ON person.id = seller.partner_id
                LEFT JOIN product_product product ON product.id = sold.product_id
                LEFT JOIN product_template template
                    ON template.id = product.product_tmpl_id
                ORDER BY %(order)s
                """,
                columns=SQL(", ").join(map(self._sql_column, columns)),
                groups=self._sql_groups(criteria, SUMS),
                dimensions=self._sql_dimensions(),
                region=self._sql_dimension("region_id"),
                user=self._sql_dimension("user_id"),
                order=SQL(", ").join(map(self._sql_dimension, self._report_dimensions)),
                limit=limit,
                offset=offset,
            )
        )
        return self._finish([dict(zip(columns, row, strict=True)) for row in rows])

    @api.model
    def _sql_dimensions(self):
        return SQL(", ").join(map(SQL.identifier, self._report_dimensions))

    @api.model
    def _sql_dimension(self, name):
        if name in self._report_dimensions:
            return SQL.identifier("sold", name)
        return SQL("NULL::int")

    @api.model
    def _sql_column(self, name):
        columns = {
            "region_code": SQL("region.code"),
            "region": SQL("region.name"),
            "user_code": SQL("seller.yishang_code"),
            "user": SQL("person.name"),
            "product_code": SQL("product.default_code"),
            "product": SQL(
                "COALESCE(template.name->>%s, template.name->>'en_US')",
                self.env.lang or "en_US",
            ),
        }
        return columns.get(name) or SQL.identifier("sold", name)

    @api.model
    def _finish(self, rows):
        """Add what only the ORM knows to the rows of a page."""
        nothing = {
            "region": self.env._("Without Region"),
            "user": self.env._("Without Salesperson"),
            "product": self.env._("Without Product"),
        }
        for row in rows:
            row["key"] = self._get_key(row)
            for name in SUMS:
                row[name] = float(row[name])
            for dimension in self._report_dimensions:
                code, name = LABELS[dimension]
                row[code], row[name] = row[code] or "", row[name] or nothing[name]
        self._name_variants(rows)
        return rows

    @api.model
    def _name_variants(self, rows):
        """Name what distinguishes the variants of a product."""
        ids = {row["product_id"] for row in rows if row["product_id"]}
        # sudo: what was sold has a name, whoever sells it today.
        products = self.env["product.product"].sudo().with_context(active_test=False)
        variants = products.search(
            [("id", "in", list(ids)), ("combination_indices", "not in", (False, ""))]
        ).with_context(display_default_code=False)
        names = {product.id: product.display_name for product in variants}
        for row in rows:
            row["product"] = names.get(row["product_id"], row["product"])

    @api.model
    def _count_rows(self, criteria):
        ((count,),) = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM (%s) sold", self._sql_groups(criteria, ()))
        )
        return count
