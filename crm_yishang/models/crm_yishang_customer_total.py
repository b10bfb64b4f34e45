from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmYishangCustomerTotal(models.Model):
    """How many customers there are by owner, region, type and company."""

    _name = "crm.yishang.customer.total"
    _inherit = "crm.yishang.kept.total.mixin"
    _description = "Number of Customers"
    _auto = False
    _log_access = False
    _rec_name = "region_id"

    # It is counted, not assigned: triggers move it with the customers.
    _yishang_stays = ("user_id",)
    _kept_table = "res_partner"
    _kept_model = "res.partner"
    _kept_rules = ("base.res_partner_rule", "crm_yishang.res_partner_rule_visible")
    _kept_condition = "yishang_is_customer AND active"
    _kept_function = "crm_yishang_count_customers"
    # A partner that is not shared belongs to no company, as the host's rule has it.
    _kept_columns = {
        "company_id": "CASE WHEN partner_share THEN company_id END",
        "scope_key": "yishang_scope_key",
        "scope_region_id": "yishang_scope_region_id",
        "user_id": "user_id",
        "region_id": "yishang_region_id",
        "customer_type_id": "yishang_type_id",
    }

    company_id = fields.Many2one("res.company", readonly=True)
    scope_key = fields.Integer(readonly=True, export_string_translation=False)
    scope_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region of the Customer",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    region_id = fields.Many2one("crm.yishang.region", readonly=True)
    customer_type_id = fields.Many2one("crm.yishang.customer.type", readonly=True)
    number = fields.Integer(string="Customers", readonly=True)

    @api.model
    def _flush_kept(self):
        self.env["res.partner"].flush_model()

    @api.model
    def _fetch_numbers(self, names, filters):
        """Return how many customers the current user sees.

        :param names: "region", "user" or "customer_type", what to count by
        :param filters: ``{name: ids}``, what to narrow by
        :return: ``{tuple of ids or False, in the order of names: number}``
        """
        if not self._is_ruled_alike():
            return self._count_partners(names, filters, Domain.TRUE)
        domain = Domain.AND(
            Domain(f"{name}_id", "in", ids) for name, ids in filters.items()
        )
        numbers = self._sum_up([f"{name}_id" for name in names], domain)
        opened = self._get_opened_domain()
        if not opened.is_false():
            numbers = Counter(numbers)
            numbers.update(self._count_partners(names, filters, opened))
        return numbers

    @api.model
    def _sum_up(self, names, domain):
        """Return ``{ids: number}`` of the totals the user sees.

        Raw SQL after the rules: ``_read_group`` would make a record of each of what may
        be many thousands of ids.
        """
        query = self._search(domain)
        columns = [SQL.identifier(self._table, name) for name in names]
        number = SQL("SUM(%s)", SQL.identifier(self._table, "number"))
        query.groupby = SQL(", ").join(columns) if columns else None
        query.having = SQL("%s != 0", number)
        rows = self.env.execute_query(query.select(*columns, number))
        # A NULL is rare, and to look for it cheaper than to make each row anew.
        return {
            _replace_null(row[:-1]) if None in row else row[:-1]: row[-1]
            for row in rows
        }

    @api.model
    def _count_partners(self, names, filters, domain):
        """Count one by one what no total holds, as ``_fetch_numbers`` returns it."""
        columns = {
            "region": "yishang_region_id",
            "user": "user_id",
            "customer_type": "yishang_type_id",
        }
        domain &= Domain("yishang_is_customer", "=", True)
        for name, ids in filters.items():
            domain &= Domain(columns[name], "in", ids)
        groups = self.env["res.partner"]._read_group(
            domain, [columns[name] for name in names], ["__count"]
        )
        return _get_numbers(groups)


def _get_numbers(groups):
    """Return ``{ids: number}`` of what ``_read_group`` returns."""
    return {
        tuple(record.id for record in records): number or 0
        for *records, number in groups
    }


def _replace_null(ids):
    return tuple(id_ or False for id_ in ids)
