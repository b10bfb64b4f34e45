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

    @api.model
    def _sql_factor(self, company_id):
        """Return what one unit of a company's currency is in the current one."""
        own = self.env.company
        others = self.env.companies.filtered(
            lambda company: company.currency_id != own.currency_id
        )
        if not others:
            return SQL("1")
        day = own._yishang_get_day()
        cases = SQL(" ").join(
            SQL(
                "WHEN %s THEN %s",
                company.id,
                company.currency_id._get_conversion_rate(
                    company.currency_id, own.currency_id, own, day
                ),
            )
            for company in others
        )
        return SQL("(CASE %s %s ELSE 1 END)", company_id, cases)
