from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

from ..tools.domains import take_out

# Deeper pages of more keys are met sooner while walking all records in order.
MAX_ROWS = 200_000


class CrmYishangPageMixin(models.AbstractModel):
    """Pages of a list whose reader sees some keys and regions among a great many.

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
    @api.readonly
    def search_count(self, domain, limit=None):
        # Whoever else searches without order may add one of any column.
        counted = self.with_context(yishang_is_counted=True)
        return super(CrmYishangPageMixin, counted).search_count(domain, limit)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        is_page = order == self._order or (
            not order and self.env.context.get("yishang_is_counted")
        )
        search = super()._search
        if limit and is_page and self._has_page_parts(kwargs):
            domain, offset = Domain(domain), offset or 0
            page = self._search_page(search, domain, offset, limit, order, **kwargs)
            if page is not None:
                return page
        return search(domain, offset, limit, order, **kwargs)

    @api.model
    def _has_page_parts(self, kwargs):
        """Return whether the user sees a part of the records, by keys or regions."""
        if self.env.su or kwargs.get("bypass_access"):
            return False
        sight = self.env["crm.yishang.policy"]._get_sight()
        return not (sight.is_open("read") or sight.covers_all)

    @api.model
    def _search_page(self, search, domain, offset, limit, order, **kwargs):
        """Return the ``Query`` of a page that is put together from parts.

        :param search: ``_search`` without this mixin
        :return: None where that is no way to find it
        """
        self.browse().check_access("read")
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        visible, rules = take_out(rules, self._is_visibility)
        sight = self.env["crm.yishang.policy"]._get_sight()
        keys, regions = sight.get_keys("read"), sorted(sight.regions)
        customers = sight.get_customers("read")
        asked, rest = take_out(domain, self._is_key)
        if asked and _get_values(asked) <= set(keys):
            # Such records are all visible, and no others are asked for.
            domain, keys, regions, customers = rest, sorted(_get_values(asked)), [], []
        depth = offset + limit
        if visible is None or (order and depth * len(keys + regions) > MAX_ROWS):
            return None
        query = search(domain, 0, depth, order, bypass_access=True, **kwargs)
        if query.is_empty():
            return query
        # All rules but that of visibility as they are, that one in parts.
        self._add_rules(query, rules)
        parts = list(self._iter_parts(query, order, keys, regions, customers))
        return self._merge_parts(parts, offset, limit, order)

    @api.model
    def _is_visibility(self, condition):
        return (
            condition.field_expr == "yishang_is_visible"
            and condition.operator == "in"
            and True in condition.value
        )

    @api.model
    def _is_key(self, condition):
        is_equality = condition.operator in ("=", "in")
        return (
            condition.field_expr == self._visible_key
            and is_equality
            and all(_get_values(condition))
        )

    @api.model
    def _add_rules(self, query, rules):
        # The host's rules look for the companies above, and would read all of each.
        self.env.companies.sudo().fetch(["parent_path"])
        # sudo: rules are evaluated as the host does it.
        model = self.sudo().with_context(active_test=False)
        rules = rules.optimize_full(model)
        if not rules.is_true():
            query.add_where(rules._to_sql(model, query.table, query))

    @api.model
    def _iter_parts(self, query, order, keys, regions, customers):
        """Yield the first records of each key, of each region and of the rest, as SQL.

        No record is in two of them.
        """
        key = self._field_to_sql(query.table, self._visible_key)
        region = self._field_to_sql(query.table, self._visible_region)
        customer = self._field_to_sql(query.table, self._visible_customer)
        other_key = SQL("NOT %s = ANY(%s)", key, keys)
        yield self._sql_steps(query, order, key, keys, SQL("TRUE"))
        if regions:
            yield self._sql_steps(query, order, region, regions, other_key)
        others = []
        if customers:
            others.append(
                SQL(
                    "%s = ANY(%s) AND %s AND (%s = ANY(%s::int[])) IS NOT TRUE",
                    customer,
                    customers,
                    other_key,
                    region,
                    regions,
                )
            )
        if 0 in keys:
            # What the host has not computed yet reads as 0 in memory.
            others.append(SQL("%s IS NULL", key))
        if others:
            condition = SQL("(%s)", SQL(" OR ").join(others))
            yield SQL("(%s)", self._sql_first(query, order, condition))

    @api.model
    def _sql_steps(self, query, order, column, values, condition):
        """Return the records that have one of the values in a column, as SQL.

        In an order, the first ones of each value.
        """
        if not order:
            condition = SQL("%s = ANY(%s) AND %s", column, values, condition)
            return self._sql_first(query, order, condition)
        condition = SQL("%s = step.value AND %s", column, condition)
        return SQL(
            "SELECT part.* FROM unnest(%s) step(value) CROSS JOIN LATERAL (%s) part",
            values,
            self._sql_first(query, order, condition),
        )

    @api.model
    def _sql_first(self, query, order, condition):
        """Return the records of ``query`` that meet one more condition, as SQL.

        In an order, the first ones with what they are ordered by. Without order they
        are counted, by an index alone: no column but the id is named.
        """
        names = ["id", *(part.split()[0] for part in (order or "").split(",") if part)]
        columns = [SQL.identifier(query.table, name) for name in dict.fromkeys(names)]
        return SQL(
            "SELECT %s FROM %s WHERE %s%s%s",
            SQL(", ").join(columns),
            query.from_clause,
            SQL("%s AND ", query.where_clause) if query.where_clause else SQL(),
            condition,
            SQL(" ORDER BY %s LIMIT %s", query.order, query.limit) if order else SQL(),
        )

    @api.model
    def _merge_parts(self, parts, offset, limit, order):
        rows = SQL("(%s)", SQL(" UNION ALL ").join(parts))
        merged = Query(self.env, self._table, rows)
        merged.limit, merged.offset = limit, offset
        if not order:
            return merged
        merged.order = self._order_to_sql(order, merged)
        # The index has told which records they are; only those are read.
        page = Query(self.env, self._table, self._table_sql)
        page.add_where(
            SQL("%s IN %s", SQL.identifier(page.table, "id"), merged.subselect())
        )
        page.order = self._order_to_sql(order, page)
        return page


def _get_values(condition):
    """Return the set of values that an equality allows."""
    value = condition.value
    return {value} if condition.operator == "=" else set(value)
