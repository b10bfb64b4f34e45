from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, sql

TABLE = "crm_yishang_customer_total"
FUNCTION = "crm_yishang_count_customers"
# Column of the total -> what it is made of. A partner that is not shared belongs to no
# company, as the host's rule has it.
COLUMNS = {
    "company_id": "CASE WHEN partner_share THEN company_id END",
    "scope_key": "yishang_scope_key",
    "scope_region_id": "yishang_scope_region_id",
    "user_id": "user_id",
    "region_id": "yishang_region_id",
    "customer_type_id": "yishang_type_id",
}
NAMES = ", ".join(COLUMNS)
VALUES = ", ".join(COLUMNS.values())
IS_COUNTED = "yishang_is_customer AND active"
# What each statement on partners adds, by its kind.
CHANGES = {
    "INSERT": (("added", 1),),
    "UPDATE": (("added", 1), ("gone", -1)),
    "DELETE": (("gone", -1),),
}
TRANSITIONS = {"added": "NEW TABLE AS added", "gone": "OLD TABLE AS gone"}
# Rules of partners that the rows of this table obey as well.
KNOWN_RULES = ("base.res_partner_rule", "crm_yishang.res_partner_rule_visible")


class CrmYishangCustomerTotal(models.Model):
    """How many customers there are by owner, region, type and company.

    The rows of one place add up. Triggers of the table of partners add a row for what
    each statement changes, so that a customer is counted on whatever road it comes, a
    figure is never old, and nobody waits for another: rows are only added. Adding them
    up is left to the daily cleaning.
    """

    _name = "crm.yishang.customer.total"
    _inherit = "crm.yishang.visible.mixin"
    _description = "Number of Customers"
    _auto = False
    _log_access = False
    _rec_name = "region_id"

    # It is counted, not assigned: triggers move it with the customers.
    _yishang_stays = ("user_id",)
    _visible_key = "scope_key"
    _visible_region = "scope_region_id"
    _visible_customer = None

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

    def init(self):
        # The columns of partners may come later than this table.
        self.pool.post_init(self._set_up)

    @api.model
    def _set_up(self):
        """Create table and triggers; count the customers that are there already.

        Raw SQL: without foreign keys, which would be checked for nothing, and would
        forbid to delete what customers just let go.
        """
        cr = self.env.cr
        is_new = not sql.table_exists(cr, TABLE)
        if is_new:
            columns = SQL(", ").join(
                SQL("%s int4", SQL.identifier(name)) for name in (*COLUMNS, "number")
            )
            cr.execute(SQL("CREATE TABLE %s (id serial PRIMARY KEY, %s)", _ID, columns))
            for name in ("scope_key", "scope_region_id"):
                sql.create_index(cr, f"{TABLE}_{name}_idx", TABLE, [name])
        cr.execute(_sql_function())
        cr.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'res_partner'::regclass"
        )
        known = {name for (name,) in cr.fetchall()}
        for kind in CHANGES:
            if _get_trigger_name(kind) not in known:
                cr.execute(_sql_trigger(kind))
        if is_new:
            self._rebuild()

    @api.model
    def _rebuild(self):
        """Count all customers anew, after rows came in with triggers switched off."""
        self.env["res.partner"].flush_model()
        self.env.cr.execute(SQL("DELETE FROM %s", _ID))
        self.env.cr.execute(
            SQL("INSERT INTO %s (%s, number) %s", _ID, SQL(NAMES), _sql_truth())
        )

    @api.model
    def _verify(self):
        """Return what the table says wrongly, as (columns, number) of each difference.

        :return: list of tuples; the number is by how much the table says too much
        """
        self.env["res.partner"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT %(names)s, SUM(number) FROM (
                    SELECT %(names)s, number FROM %(table)s
                    UNION ALL
                    SELECT %(names)s, -number
                    FROM (%(truth)s) truth (%(names)s, number)
                ) both_sides
                GROUP BY %(names)s HAVING SUM(number) != 0
                """,
                names=SQL(NAMES),
                table=_ID,
                truth=_sql_truth(),
            )
        )

    @api.autovacuum
    def _add_up(self):
        """Make one row of those of one place.

        What other transactions add meanwhile stays beside it.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (DELETE FROM %(table)s RETURNING *)
                INSERT INTO %(table)s (%(names)s, number)
                SELECT %(names)s, SUM(number) FROM gone
                GROUP BY %(names)s HAVING SUM(number) != 0
                """,
                table=_ID,
                names=SQL(NAMES),
            )
        )

    @api.model
    def _get_sight_domain(self, sight, mode):
        """Customers opened one by one are in no total."""
        sight = sight._replace(granted=frozenset(), writable=frozenset())
        return super()._get_sight_domain(sight, mode)

    @api.model
    def _fetch_numbers(self, names, filters):
        """Return how many customers the current user sees.

        :param names: "region", "user" or "customer_type", what to count by
        :param filters: ``{name: ids}``, what to narrow by
        :return: ``{tuple of ids or False, in the order of names: number}``
        """
        if not self._is_ruled_alike():
            return self._count_partners(names, filters, Domain.TRUE)
        self.env["res.partner"].flush_model()
        domain = Domain.AND(
            Domain(f"{name}_id", "in", ids) for name, ids in filters.items()
        )
        numbers = self._sum_up([f"{name}_id" for name in names], domain)
        sight = self.env["crm.yishang.policy"]._get_sight()
        if customers := sight.get_customers("read"):
            opened = Domain("yishang_customer_id", "in", customers)
            rest = opened & self._get_rest(sight)
            numbers = Counter(numbers)
            numbers.update(self._count_partners(names, filters, rest))
        return numbers

    @api.model
    def _sum_up(self, names, domain):
        """Return ``{ids: number}`` of the totals the user sees.

        Raw SQL after the rules: ``_read_group`` would make a record of each of what may
        be many thousands of ids.
        """
        self.check_access("read")
        query = self._search(domain)
        columns = [SQL.identifier(self._table, name) for name in names]
        number = SQL("SUM(%s)", SQL.identifier(self._table, "number"))
        query.groupby = SQL(", ").join(columns) if columns else None
        query.having = SQL("%s != 0", number)
        rows = self.env.execute_query(query.select(*columns, number))
        # A NULL is rare, and to look for it cheaper than to make each row anew.
        return {
            tuple(id_ or False for id_ in row[:-1]) if None in row else row[:-1]: row[-1]
            for row in rows
        }

    @api.model
    def _get_rest(self, sight):
        """Return the partners that are in none of the totals the user sees."""
        rest = Domain("yishang_scope_key", "not in", sight.get_keys("read"))
        if sight.covers_all:
            return rest & Domain("yishang_scope_region_id", "=", False)
        return rest & Domain("yishang_scope_region_id", "not in", list(sight.regions))

    @api.model
    def _is_ruled_alike(self):
        """Return whether no rule but the known ones narrows the user's partners."""
        rules = self.env["ir.rule"]._get_rules("res.partner", "read")
        known = {self.env.ref(name).id for name in KNOWN_RULES}
        return known >= set(rules.ids)

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


_ID = SQL.identifier(TABLE)


def _get_numbers(groups):
    """Return ``{ids: number}`` of what ``_read_group`` returns."""
    return {
        tuple(record.id for record in records): number or 0
        for *records, number in groups
    }


def _sql_truth():
    return SQL(
        f"SELECT {VALUES}, COUNT(*) FROM res_partner"
        f" WHERE {IS_COUNTED} GROUP BY {', '.join(map(str, range(1, 7)))}"
    )


def _sql_function():
    """Return the function that adds what a statement changed: IF … ELSIF …"""
    branches = " ELS".join(
        f"IF TG_OP = '{kind}' THEN INSERT INTO {TABLE} ({NAMES}, number)"
        f" SELECT {NAMES}, SUM(sign)"
        f" FROM ({_list_changes(kind)}) changed ({NAMES}, sign)"
        f" GROUP BY {NAMES} HAVING SUM(sign) != 0;"
        for kind in CHANGES
    )
    return SQL(
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {branches} END IF; RETURN NULL; END $$"
    )


def _list_changes(kind):
    return " UNION ALL ".join(
        f"SELECT {VALUES}, {sign} FROM {name} WHERE {IS_COUNTED}"
        for name, sign in CHANGES[kind]
    )


def _get_trigger_name(kind):
    return f"{TABLE}_{kind.lower()}"


def _sql_trigger(kind):
    tables = " ".join(TRANSITIONS[name] for name, _sign in CHANGES[kind])
    return SQL(
        f"CREATE TRIGGER {_get_trigger_name(kind)} AFTER {kind} ON res_partner"
        f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
    )
