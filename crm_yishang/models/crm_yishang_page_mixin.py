from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

# Deep pages of many keys are met sooner while walking all records in order.
MAX_ROWS = 50_000


class CrmYishangPageMixin(models.AbstractModel):
    """Pages of a list whose reader sees a few scope keys among a great many.

    Asked for the first 80 records of several keys, the database either walks all
    records in the order of the list or sorts all that are seen. Asked for each key
    alone it finds the first 80 in the order of an index; the first 80 of those are
    the page. Counting, it reads that index and no record.

    Only the visibility rule is put that way; whatever else is searched for and all
    other rules stay as they are. To be named before the visible mixin.
    """

    _name = "crm.yishang.page.mixin"
    _description = "Pages of What is Visible"

    # Columns the host's rules read of each record, besides those of the policy.
    _page_columns = ()

    @api.model
    @api.readonly
    def search_fetch(self, domain, field_names=None, *args, **kwargs):
        if field_names and not self.env.su:
            # Or else the host fetches all columns of the page again, for the rules.
            columns = (*self._get_visible_columns(), *self._page_columns)
            field_names = list(dict.fromkeys((*field_names, *columns)))
        return super().search_fetch(domain, field_names, *args, **kwargs)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        if limit and order in (None, self._order) and self._has_page_parts(kwargs):
            depth = limit + (offset or 0)
            page = self._search_page(Domain(domain), depth, order, **kwargs)
            if page is not None:
                page.limit, page.offset = limit, offset
                return page
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _has_page_parts(self, kwargs):
        """Return whether what the user sees is a few keys and single customers."""
        if self.env.su or kwargs.get("bypass_access"):
            return False
        sight = self.env["crm.yishang.policy"]._get_sight()
        return not (sight.is_open("read") or sight.regions)

    @api.model
    def _search_page(self, domain, depth, order, **kwargs):
        """Return a ``Query`` of the first ``depth`` visible records of each part.

        :return: None where that is no way to find them
        """
        self.browse().check_access("read")
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        rules, visible = _take_out(rules, "yishang_is_visible")
        rest, wanted = _take_out(domain, self._visible_key)
        if visible != [True]:
            return None
        sight = self.env["crm.yishang.policy"]._get_sight()
        keys = sight.get_keys("read")
        steps = [key for key in keys if wanted is None or key in wanted]
        if order and depth * len(steps) > MAX_ROWS:
            return None
        # The rules follow: all but that of visibility as they are, it in parts.
        query = super()._search(rest, 0, depth, order, bypass_access=True, **kwargs)
        if query.is_empty():
            return query
        self._add_rules(query, rules)
        parts = [self._sql_keys(query, steps)] if steps else []
        customers = sight.get_customers("read") if wanted is None else []
        if others := self._sql_others(query, steps, customers):
            parts.append(SQL("(%s)", self._sql_first(query, others)))
        return self._merge_parts(parts, order)

    @api.model
    def _add_rules(self, query, rules):
        # sudo: rules are evaluated as the host does it.
        model = self.sudo().with_context(active_test=False)
        rules = rules.optimize_full(model)
        if not rules.is_true():
            query.add_where(rules._to_sql(model, query.table, query))

    @api.model
    def _merge_parts(self, parts, order):
        if not parts:
            return self.browse()._as_query()
        rows = SQL("(%s)", SQL(" UNION ALL ").join(parts))
        page = Query(self.env, self._table, rows)
        if order:
            page.order = self._order_to_sql(order, page)
        return page

    @api.model
    def _sql_keys(self, query, steps):
        """Return the first rows of each scope key, as SQL."""
        column = self._field_to_sql(query.table, self._visible_key)
        return SQL(
            "SELECT part.* FROM unnest(%s) step(value) CROSS JOIN LATERAL (%s) part",
            steps,
            self._sql_first(query, SQL("%s = step.value", column)),
        )

    @api.model
    def _sql_others(self, query, steps, customers):
        """Return the condition of what is visible and has none of the keys, as SQL."""
        key = self._field_to_sql(query.table, self._visible_key)
        conditions = []
        if customers:
            customer = self._field_to_sql(query.table, self._visible_customer)
            conditions.append(
                SQL("%s = ANY(%s) AND NOT %s = ANY(%s)", customer, customers, key, steps)
            )
        if 0 in steps:
            # What the host has not computed yet reads as 0 in memory.
            conditions.append(SQL("%s IS NULL", key))
        return conditions and SQL("(%s)", SQL(" OR ").join(conditions))

    @api.model
    def _sql_first(self, query, condition):
        return SQL(
            "SELECT %s.* FROM %s WHERE %s%s%s LIMIT %s",
            SQL.identifier(query.table),
            query.from_clause,
            SQL("%s AND ", query.where_clause) if query.where_clause else SQL(),
            condition,
            SQL(" ORDER BY %s", query.order) if query.order else SQL(),
            query.limit,
        )


def _take_out(domain, name):
    """Split a domain into one condition that all of it depends on, and the rest.

    :param name: field of the condition, which compares it with one or some values
    :return: (rest, list of values), or (``domain``, None) if there is no such
        condition; a record matches ``domain`` if it has one of the values and
        matches the rest
    """
    found = [
        condition
        for condition in domain.iter_conditions()
        if condition.field_expr == name and condition.operator in ("=", "in")
    ]
    if len(found) != 1:
        return domain, None

    def replace(value):
        return domain.map_conditions(lambda one: value if one is found[0] else one)

    if not replace(Domain.FALSE).is_false():
        return domain, None
    values = found[0].value
    values = [values] if found[0].operator == "=" else list(values)
    return replace(Domain.TRUE), values
