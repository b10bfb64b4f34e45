from odoo import api, models
from odoo.tools import SQL


class CrmYishangReportMixin(models.AbstractModel):
    """Skeleton of every SQL report: subclasses say what, not how."""

    _name = "crm.yishang.report.mixin"
    _description = "Skeleton of SQL Reports"

    @property
    def _table_query(self) -> SQL:
        columns = SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in self._sql_columns().items()
        )
        return SQL(
            "SELECT %s FROM %s WHERE %s", columns, self._sql_from(), self._sql_where()
        )

    @api.model
    def _sql_columns(self):
        """Return ``{field: expression}``, the id among them."""
        raise NotImplementedError

    @api.model
    def _sql_from(self):
        """Return the tables, joined."""
        raise NotImplementedError

    @api.model
    def _sql_where(self):
        """Return which rows there are."""
        return SQL("TRUE")
