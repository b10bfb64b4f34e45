from odoo import models
from odoo.tools import SQL


class PropertiesBaseDefinitionMixin(models.AbstractModel):
    """Have records grouped by their definition, which is one for all.

    The host writes its bare number, and to group by a number means a column to SQL.
    """

    _inherit = "properties.base.definition.mixin"

    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr != "properties_base_definition_id":
            return sql
        return SQL("(%s)::integer", sql)
