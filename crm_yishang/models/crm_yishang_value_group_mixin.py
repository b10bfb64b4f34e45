from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_value_summary_mixin import NOTHING, RETURNED, STEPS, ValueGroup


class CrmYishangValueGroupMixin(models.AbstractModel):
    """Values in groups, for distribution and Pareto curve in one statement."""

    _name = "crm.yishang.value.group.mixin"
    _description = "Groups of Customer Value"

    # All that report and workbench count by is in them, so that no row is read.
    _group_idx = models.Index(
        "(yishang_scope_key, company_id) INCLUDE (grade, score, revenue, is_vital)"
    )
    _group_region_idx = models.Index(
        "(yishang_scope_region_id, company_id)"
        " INCLUDE (grade, score, revenue, is_vital)"
    )

    @api.model
    def _fetch_groups(self, company):
        """Return the groups of the values the current user sees in a company.

        Raw SQL around what the ORM searches: it groups by columns alone.

        :return: list of ``ValueGroup``
        """
        query = self._search(Domain("company_id", "=", company.id))
        if query.is_empty():
            return []
        table = query.table
        revenue = SQL.identifier(table, "revenue")
        chosen = query.select(
            SQL("%s AS grade", SQL.identifier(table, "grade")),
            SQL("LEAST(%s / 10, 9)::int AS band", self._sql_floor(table)),
            SQL(
                # Converted where it has to be alone: numbers go through text.
                "CASE WHEN %(revenue)s > 0"
                " THEN floor(ln(%(revenue)s::float8) * %(steps)s)::int"
                " WHEN %(revenue)s < 0 THEN %(returned)s ELSE %(nothing)s END AS step",
                revenue=revenue,
                steps=STEPS,
                returned=RETURNED,
                nothing=NOTHING,
            ),
            SQL("%s AS revenue", revenue),
            SQL("%s AS is_vital", SQL.identifier(table, "is_vital")),
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT grade, band, step, count(*), COALESCE(sum(revenue), 0)::float8,
                    count(*) FILTER (WHERE is_vital)
                FROM (%s) chosen WHERE grade IS NOT NULL GROUP BY 1, 2, 3
                ORDER BY 3 DESC, 1, 2
                """,
                chosen,
            )
        )
        return [ValueGroup(*row) for row in rows]

    @api.model
    def _sql_floor(self, table):
        return SQL("floor(%s)::int", SQL.identifier(table, "score"))
