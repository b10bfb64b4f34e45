from odoo import api, models
from odoo.tools import SQL

# How many steps of revenue there are while it grows to the e-fold (2.7 times).
STEPS = 4
# Below all steps: without revenue, and with more returned than bought.
NOTHING, RETURNED = -1000, -1001
# Converted where a number has to be alone: numerics are slow.
KEPT = {
    "score_band": "LEAST(floor(score)::int / 10, 9)",
    "revenue_step": (
        f"CASE WHEN revenue > 0 THEN floor(ln(revenue::float8) * {STEPS})::int"
        f" WHEN revenue < 0 THEN {RETURNED} ELSE {NOTHING} END"
    ),
}


class CrmYishangValueGroupMixin(models.AbstractModel):
    """In which group a value is counted, see ``crm.yishang.value.total``."""

    _name = "crm.yishang.value.group.mixin"
    _description = "Group of a Customer Value"

    def init(self):
        result = super().init()
        if not self._abstract:
            self._keep_groups()
        return result

    @api.model
    def _keep_groups(self):
        """Create the columns that customers are counted by.

        Raw SQL: the ORM has no generated columns.
        """
        columns = SQL(", ").join(
            SQL(
                "ADD COLUMN IF NOT EXISTS %s smallint GENERATED ALWAYS AS (%s) STORED",
                SQL.identifier(name),
                SQL(expression),
            )
            for name, expression in KEPT.items()
        )
        table = SQL.identifier(self._table)
        self.env.cr.execute(SQL("ALTER TABLE %s %s", table, columns))
