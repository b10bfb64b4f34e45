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

    Raw SQL for one page, upon the query of the ORM with its rules. In the order of ids:
    an index has the rows in it, so that a page does not wait for all.
    """

    _name = "crm.yishang.report.products.mixin"
    _inherit = ["crm.yishang.report.sales.mixin"]
    _description = "Report of Sales by Product"

    @api.model
    def _get_totals(self, criteria):
        return self.env["crm.yishang.product.total"]

    @api.model
    def _sql_groups(self, criteria, measures):
        """Return one row for each value of the dimensions, with sums of measures.

        In no order; that of the dimensions is the order of an index.
        """
        total = self._get_totals(criteria)
        total.check_access("read")
        query = total._search(self._get_totals_domain(criteria))
        names = (*self._report_dimensions, *measures, total._total_count)
        dimensions = self._sql_dimensions()
        digits = self.env.company._yishang_get_digits()
        sums = [
            SQL("ROUND(SUM(%s)::numeric, %s)::float8 AS %s", name, digits, name)
            for name in map(SQL.identifier, measures)
        ]
        return SQL(
            "SELECT %s FROM %s total GROUP BY %s HAVING SUM(%s) != 0",
            SQL(", ").join([dimensions, *sums]),
            query.subselect(
                *(total._field_to_sql(query.table, name, query) for name in names)
            ),
            dimensions,
            SQL.identifier(total._total_count),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        page = SQL(
            "%s ORDER BY %s LIMIT %s OFFSET %s",
            self._sql_groups(criteria, SUMS),
            self._sql_dimensions(),
            limit,
            offset,
        )
        return self._make_rows(self.env.execute_query(page))

    @api.model
    def _make_rows(self, found, **known):
        """Return the rows of a page, with what many have in common looked up once.

        :param found: tuples of the dimensions and the sums
        :param known: what rows say of the values of a dimension, as ``_get_parts``
        """
        if not found:
            return []
        *columns, untaxed, total = zip(*found, strict=True)
        parts = [
            known.get(name) or self._get_parts(name, set(ids))
            for name, ids in zip(self._report_dimensions, columns, strict=True)
        ]
        # Column by column: thousands of rows take a third of the time row by row.
        heads = self._make_heads(parts)
        rows = [heads[id_].copy() for id_ in columns[0]]
        for part, ids in zip(parts[1:], columns[1:], strict=True):
            for row, id_ in zip(rows, ids, strict=True):
                row.update(part[id_])
        for row, *sums in zip(rows, untaxed, total, strict=True):
            row["amount_untaxed"], row["amount_total"] = sums
        return rows

    @api.model
    def _make_heads(self, parts):
        """Return what rows with the same first dimension have in common, by its id.

        With all columns of a row: thousands of copies need not grow.
        """
        blank = dict.fromkeys(SUMS)
        for part in parts:
            blank |= next(iter(part.values()), {})
        return {id_: blank | values for id_, values in parts[0].items()}

    @api.model
    def _get_parts(self, dimension, ids):
        """Return what rows say of each value of a dimension, ``{id: columns}``."""
        code, name = LABELS[dimension]
        labels = self._get_labels_of(dimension, ids)
        return {
            id_: {dimension: id_, code: labels[id_][0], name: labels[id_][1]}
            for id_ in ids
        }

    @api.model
    def _sql_dimensions(self):
        return SQL(", ").join(map(SQL.identifier, self._report_dimensions))

    @api.model
    def _get_labels_of(self, dimension, ids):
        """Return code and name of the values of a dimension, None among them, by id.

        Once for each value, not for each row: a page has the same ones many times.
        """
        known = [id_ for id_ in ids if id_]
        if dimension == "user_id":
            people = self._get_people(known)
            return {id_ or None: names[:2] for id_, names in people.items()}
        if dimension == "product_id":
            return self._get_products(known)
        return self._get_regions(known)

    @api.model
    def _get_regions(self, ids):
        regions = self._fetch_regions(ids)
        names = {id_: (code or "", name) for id_, code, name, _path in regions}
        return {**names, None: ("", self.env._("Without Region"))}

    @api.model
    def _get_products(self, ids):
        """Return code and name of products; what has no variants is named by SQL."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id, COALESCE(product.default_code, ''),
                    COALESCE(template.name->>%s, template.name->>'en_US'),
                    product.combination_indices
                FROM product_product product
                JOIN product_template template ON template.id = product.product_tmpl_id
                WHERE product.id = ANY(%s::int[])
                """,
                self.env.lang or "en_US",
                # As text, which the server takes apart faster than any list of values.
                "{" + ",".join(map(str, ids)) + "}",
            )
        )
        labels = {id_: (code, name) for id_, code, name, _variant in rows}
        # sudo: what was sold has a name, whoever sells it today.
        products = self.env["product.product"].sudo()
        products = products.browse(row[0] for row in rows if row[-1])
        for product in products.with_context(display_default_code=False):
            labels[product.id] = (labels[product.id][0], product.display_name)
        return {**labels, None: ("", self.env._("Without Product"))}

    @api.model
    def _count_rows(self, criteria):
        ((count,),) = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM (%s) sold", self._sql_groups(criteria, ()))
        )
        return count
