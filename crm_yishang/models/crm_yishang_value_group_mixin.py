from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_value_summary_mixin import NOTHING, RETURNED, STEPS, ValueGroup

# Columns the database keeps itself: a manager with a hundred thousand customers has no
# time for logarithms. Converted where a number has to be alone: numerics are slow.
KEPT = {
    "score_band": "LEAST(floor(score)::int / 10, 9)",
    "revenue_step": (
        f"CASE WHEN revenue > 0 THEN floor(ln(revenue::float8) * {STEPS})::int"
        f" WHEN revenue < 0 THEN {RETURNED} ELSE {NOTHING} END"
    ),
}
GROUPED = ("grade", *KEPT)
# Each holds all that is counted by and that rules ask for, so that no row is read.
INDEXES = {
    "groups_idx": ("yishang_scope_key", "yishang_scope_region_id"),
    "groups_region_idx": ("yishang_scope_region_id", "yishang_scope_key"),
}


class CrmYishangValueGroupMixin(models.AbstractModel):
    """Values in groups, for distribution and Pareto curve in one statement."""

    _name = "crm.yishang.value.group.mixin"
    _description = "Groups of Customer Value"

    def init(self):
        result = super().init()
        if not self._abstract:
            self._keep_groups()
        return result

    @api.model
    def _keep_groups(self):
        """Create columns and indexes of what is counted by.

        Raw SQL: the ORM has no generated columns, and makes indexes before these.
        """
        table = SQL.identifier(self._table)
        names = SQL(", ").join(map(SQL.identifier, GROUPED))
        columns = SQL(", ").join(
            SQL(
                "ADD COLUMN IF NOT EXISTS %s smallint GENERATED ALWAYS AS (%s) STORED",
                SQL.identifier(name),
                SQL(expression),
            )
            for name, expression in KEPT.items()
        )
        self.env.cr.execute(SQL("ALTER TABLE %s %s", table, columns))
        for name, (first, other) in INDEXES.items():
            self.env.cr.execute(
                SQL(
                    "CREATE INDEX IF NOT EXISTS %s ON %s (%s, company_id)"
                    " INCLUDE (%s, yishang_customer_id, %s, revenue, is_vital)",
                    SQL.identifier(f"{self._table}_{name}"),
                    table,
                    SQL.identifier(first),
                    SQL.identifier(other),
                    names,
                )
            )

    @api.model
    def _fetch_groups(self, company):
        """Return the groups of the values the current user sees in a company.

        Raw SQL around what the ORM searches: one statement for keys, regions and
        customers opened one by one, each of which an index answers alone.

        :return: list of ``ValueGroup``
        """
        mine = Domain("company_id", "=", company.id) & Domain("grade", "!=", False)
        queries = [self._search(mine & part) for part in self._list_sights()]
        chosen = [
            query.select(
                *(SQL.identifier(query.table, name) for name in GROUPED),
                SQL.identifier(query.table, "revenue"),
                SQL.identifier(query.table, "is_vital"),
            )
            for query in queries
            if not query.is_empty()
        ]
        if not chosen:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(names)s, count(*), COALESCE(sum(revenue), 0)::float8,
                    count(*) FILTER (WHERE is_vital)
                FROM (%(chosen)s) chosen GROUP BY %(names)s
                ORDER BY revenue_step DESC, grade, score_band
                """,
                names=SQL(", ").join(map(SQL.identifier, GROUPED)),
                chosen=SQL(" UNION ALL ").join(chosen),
            )
        )
        return [ValueGroup(*row) for row in rows]

    @api.model
    def _list_sights(self):
        """Return what the current user sees as domains that have no row in common."""
        sight = self.env["crm.yishang.policy"]._get_sight()
        if sight.is_open("read"):
            return [Domain.TRUE]
        keys, *parts = self._list_sight_parts(sight, "read")
        # 0 stands for NULL, too, which an index looks up elsewhere.
        nobodys = Domain(self._visible_key, "in", [0])
        parts = [keys & ~nobodys, nobodys, *parts]
        return [
            Domain.AND([part, *(~other for other in parts[:place])])
            for place, part in enumerate(parts)
        ]
