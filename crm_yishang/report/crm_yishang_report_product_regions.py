from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_report_sales_mixin import SUMS


class CrmYishangReportProductRegions(models.AbstractModel):
    """Report 9 of the report center: each region with all below it.

    Added up along the tree in SQL: regions times products are too many for Python.
    """

    _name = "crm.yishang.report.product.regions"
    _inherit = ["crm.yishang.report.products.mixin"]
    _description = "Products by Region"

    _report_code = "product-regions"
    _report_sequence = 90
    _report_dimensions = ("region_id", "product_id")

    @api.model
    def _get_title(self):
        return self.env._("Products by Region")

    @api.model
    def _get_sentence(self):
        return self.env._("Which products were sold in which region?")

    @api.model
    def _get_columns(self):
        texts = ("region_code", "region", "product_code", "product")
        return (
            *self._get_text_columns(*texts),
            *self._get_amount_columns(),
        )

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        return self._get_page(criteria, limit, offset)[0]

    @api.model
    def _count_rows(self, criteria):
        return self._get_page(criteria, 1)[1]

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        found = self.env.execute_query(self._sql_page(criteria, limit, offset))
        return self._make_rows(criteria, found), found[0][-1] if found else 0

    @api.model
    def _get_parts(self, criteria, dimension, ids):
        parts = super()._get_parts(criteria, dimension, ids)
        if dimension == "region_id":
            paths = self._get_paths(criteria, {id_ or False for id_ in ids})
            for id_, part in parts.items():
                part["path"] = paths.get(id_, ())
                part["depth"] = max(len(part["path"]) - 1, 0)
        return parts

    @api.model
    def _sql_page(self, criteria, limit, offset):
        """Return a page of the figures of regions with all below them, in tree order.

        Raw SQL like the groups it adds up; ``number`` is how many rows all pages have.
        """
        return SQL(
            """
            WITH part AS MATERIALIZED (%(parts)s), node AS MATERIALIZED (%(nodes)s)
            SELECT node.id AS region_id, part.product_id,
                SUM(amount_untaxed)::float8 AS amount_untaxed,
                SUM(amount_total)::float8 AS amount_total, COUNT(*) OVER () AS number
            FROM part LEFT JOIN node ON node.below_id = part.region_id
            GROUP BY node.place, node.id, part.product_id
            ORDER BY node.place, part.product_id LIMIT %(limit)s OFFSET %(offset)s
            """,
            parts=self._sql_groups(criteria, SUMS),
            nodes=self._sql_nodes(criteria),
            limit=limit,
            offset=offset,
        )

    @api.model
    def _sql_nodes(self, criteria):
        """Return the chosen regions above each that sold, with their place in the tree.

        The twin of ``_get_paths`` and ``_get_places``: by code and name on each level.
        """
        chosen = SQL("TRUE")
        if criteria.region_ids:
            chosen = SQL("upper.id = ANY(%s)", list(criteria.region_ids))
        return SQL(
            """
            SELECT below_id, id, RANK() OVER (ORDER BY names COLLATE "C", id) AS place
            FROM (
                SELECT below.id AS below_id, upper.id,
                    ARRAY_AGG(CONCAT(upper.code, CHR(10), upper.name)) OVER way AS names
                FROM (SELECT DISTINCT region_id AS id FROM part) sold
                JOIN crm_yishang_region below ON below.id = sold.id
                CROSS JOIN LATERAL unnest(
                    string_to_array(TRIM(BOTH '/' FROM below.parent_path), '/')::int[]
                ) WITH ORDINALITY step (id, level)
                JOIN crm_yishang_region upper ON upper.id = step.id
                WHERE %s
                WINDOW way AS (PARTITION BY below.id ORDER BY step.level)
            ) way
            """,
            chosen,
        )
