from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, sql

# What each statement on the table adds, by its kind.
CHANGES = {
    "INSERT": (("added", "+"),),
    "UPDATE": (("added", "+"), ("gone", "-")),
    "DELETE": (("gone", "-"),),
}
TRANSITIONS = {"added": "NEW TABLE AS added", "gone": "OLD TABLE AS gone"}


class CrmYishangKeptTotalMixin(models.AbstractModel):
    """Sums over the rows of a table that its triggers keep.

    Triggers add a row for what each statement changes, so that a row counts on whatever
    road it comes, a figure is never old, and nobody waits for another: rows are only
    added, those of one place add up. To make one of them is left to the daily cleaning.

    A model says what is summed of what, declares the columns as fields, and has no
    table of the ORM (``_auto``, ``_log_access``).
    """

    _name = "crm.yishang.kept.total.mixin"
    _inherit = "crm.yishang.visible.mixin"
    _description = "Total Kept by Triggers"

    _visible_key = "scope_key"
    _visible_region = "scope_region_id"
    _visible_customer = None

    # The table, which of its rows count, and the function of its triggers.
    _kept_table = ""
    _kept_condition = "TRUE"
    _kept_function = ""
    # Column of the total -> what it is made of, and its type if not a number of a row.
    _kept_columns = {}
    _kept_types = {}
    # The documents, and their rules that the rows of the total obey as well.
    _kept_model = ""
    _kept_rules = ()
    # What else is looked up, by the name of the index.
    _kept_indexes = {}
    # Column that is summed -> its type, and what a row adds, which is never NULL.
    _kept_sums = {"number": ("int4", "1")}

    def init(self):
        # The columns of the table may come later than this one.
        if not self._abstract:
            self.pool.post_init(self._set_up)

    @api.model
    def _get_kept_totals(self):
        """Return all models that are kept so."""
        names = self.pool.descendants([self._name], "_inherit")
        return [self.env[name] for name in names if not self.env[name]._abstract]

    @api.model
    def _set_up(self):
        """Create table and triggers; add up the rows that are there already.

        Raw SQL: without foreign keys, which would be checked for nothing, and would
        forbid to delete what documents just let go.
        """
        cr = self.env.cr
        is_new = not sql.table_exists(cr, self._table)
        if is_new:
            cr.execute(self._sql_table())
            for name in (self._visible_key, self._visible_region):
                sql.create_index(cr, f"{self._table}_{name}_idx", self._table, [name])
            for name, columns in self._kept_indexes.items():
                index = SQL.identifier(f"{self._table}_{name}_idx")
                table = SQL.identifier(self._table)
                cr.execute(SQL("CREATE INDEX %s ON %s %s", index, table, SQL(columns)))
        cr.execute(self._sql_function())
        cr.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass",
            [self._kept_table],
        )
        known = {name for (name,) in cr.fetchall()}
        for kind in CHANGES:
            if self._get_trigger_name(kind) not in known:
                cr.execute(self._sql_trigger(kind))
        if is_new:
            self._rebuild()

    @api.model
    def _rebuild(self):
        """Add all rows up anew, after some came in with triggers switched off."""
        self._flush_kept()
        self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(self._table)))
        self._insert(self._sql_truth())

    @api.model
    def _verify(self):
        """Return what the table says wrongly, as (columns, sums) of each difference.

        :return: list of tuples; the sums are by how much the table says too much
        """
        self._flush_kept()
        return self.env.execute_query(self._sql_differences(1))

    @api.model
    def _mend(self):
        """Add what is missing, as the triggers would have.

        :return: how many differences there were
        """
        self._flush_kept()
        self._insert(self._sql_differences(-1))
        return self.env.cr.rowcount

    @api.autovacuum
    def _add_up(self):
        """Make one row of those of one place.

        What other transactions add meanwhile stays beside it.
        """
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (DELETE FROM %(table)s RETURNING *)
                INSERT INTO %(table)s (%(names)s, %(sums)s)
                SELECT %(names)s, %(summed)s FROM gone
                GROUP BY %(names)s HAVING (%(summed)s) != (%(nothing)s)
                """,
                table=SQL.identifier(self._table),
                **self._sql_parts(),
            )
        )

    @api.model
    def _insert(self, rows):
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(names)s, %(sums)s) %(rows)s",
                table=SQL.identifier(self._table),
                rows=rows,
                **self._sql_parts(),
            )
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        # The triggers count what is in the database.
        self._flush_kept()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_sight_domain(self, sight, mode):
        """Customers opened one by one are in no total."""
        sight = sight._replace(granted=frozenset(), writable=frozenset())
        return super()._get_sight_domain(sight, mode)

    @api.model
    def _is_ruled_alike(self):
        """Return whether no rule but the known ones narrows the user's documents.

        Whoever an administrator narrowed further has them counted one by one.
        """
        if self.env.su:
            return True
        rules = self.env["ir.rule"]._get_rules(self._kept_model, "read")
        # The ids alone, which the host remembers.
        data = self.env["ir.model.data"]
        return set(map(data._xmlid_to_res_id, self._kept_rules)) >= set(rules.ids)

    @api.model
    def _get_opened_domain(self):
        """Return the documents of customers opened one by one, which no total holds.

        :return: a ``Domain`` on visible documents, FALSE if the user has none opened
        """
        if self.env.su:
            return Domain.FALSE
        sight = self.env["crm.yishang.policy"]._get_sight()
        customers = sight.get_customers("read")
        if not customers:
            return Domain.FALSE
        opened = Domain("yishang_customer_id", "in", customers)
        opened &= Domain("yishang_scope_key", "not in", sight.get_keys("read"))
        if sight.covers_all:
            return opened & Domain("yishang_scope_region_id", "=", False)
        return opened & Domain("yishang_scope_region_id", "not in", list(sight.regions))

    @api.model
    def _flush_kept(self):
        """Write what the ORM still holds of the table."""
        raise NotImplementedError

    @api.model
    def _sql_parts(self):
        """Return names of columns and sums, the sums summed up, and their zeros."""
        sums = [SQL.identifier(name) for name in self._kept_sums]
        return {
            "names": SQL(", ").join(map(SQL.identifier, self._kept_columns)),
            "sums": SQL(", ").join(sums),
            "summed": SQL(", ").join(SQL("SUM(%s)", name) for name in sums),
            "nothing": SQL(", ").join([SQL("0")] * len(sums)),
        }

    @api.model
    def _sql_table(self):
        types = {
            name: self._kept_types.get(name, "int4") for name in self._kept_columns
        }
        types |= {name: kind for name, (kind, _value) in self._kept_sums.items()}
        columns = [
            SQL("%s %s", SQL.identifier(name), SQL(kind))
            for name, kind in types.items()
        ]
        return SQL(
            "CREATE TABLE %s (id serial PRIMARY KEY, %s)",
            SQL.identifier(self._table),
            SQL(", ").join(columns),
        )

    @api.model
    def _sql_truth(self):
        """Return what the table ought to say, by the rows themselves."""
        values = ", ".join(self._kept_columns.values())
        return SQL(f"{self._list_values(self._kept_table)} GROUP BY {values}")

    @api.model
    def _sql_differences(self, sign):
        """Return by how much the table differs from the rows.

        :param sign: 1 for what it says too much, -1 for what is missing
        """
        parts = self._sql_parts()
        return SQL(
            """
            SELECT %(names)s, %(signed)s FROM (
                SELECT %(names)s, %(sums)s FROM %(table)s
                UNION ALL
                SELECT %(names)s, %(negated)s
                FROM (%(truth)s) truth (%(names)s, %(sums)s)
            ) both_sides
            GROUP BY %(names)s HAVING (%(summed)s) != (%(nothing)s)
            """,
            table=SQL.identifier(self._table),
            truth=self._sql_truth(),
            signed=SQL(", ").join(
                SQL("%s * SUM(%s)", sign, SQL.identifier(name))
                for name in self._kept_sums
            ),
            negated=SQL(", ").join(
                SQL("-%s", SQL.identifier(name)) for name in self._kept_sums
            ),
            **parts,
        )

    @api.model
    def _sql_function(self):
        """Return the function that adds what a statement changed: IF … ELSIF …"""
        names, sums = ", ".join(self._kept_columns), ", ".join(self._kept_sums)
        summed = ", ".join(f"SUM({name})" for name in self._kept_sums)
        nothing = ", ".join("0" for _name in self._kept_sums)
        branches = " ELS".join(
            f"IF TG_OP = '{kind}' THEN INSERT INTO {self._table} ({names}, {sums})"
            f" SELECT {names}, {summed}"
            f" FROM ({self._list_changes(kind)}) changed ({names}, {sums})"
            f" GROUP BY {names} HAVING ({summed}) != ({nothing});"
            for kind in CHANGES
        )
        return SQL(
            f"CREATE OR REPLACE FUNCTION {self._kept_function}() RETURNS trigger"
            f" LANGUAGE plpgsql AS $$ BEGIN {branches} END IF; RETURN NULL; END $$"
        )

    @api.model
    def _list_changes(self, kind):
        return " UNION ALL ".join(
            self._list_values(name, sign, "{}") for name, sign in CHANGES[kind]
        )

    @api.model
    def _list_values(self, table, sign="", summed="SUM({})"):
        """Return the statement that reads what rows add, without its groups."""
        values = [
            *self._kept_columns.values(),
            *(
                sign + summed.format(f"({value})")
                for _kind, value in self._kept_sums.values()
            ),
        ]
        return f"SELECT {', '.join(values)} FROM {table} WHERE {self._kept_condition}"

    @api.model
    def _get_trigger_name(self, kind):
        return f"{self._table}_{kind.lower()}"

    @api.model
    def _sql_trigger(self, kind):
        tables = " ".join(TRANSITIONS[name] for name, _sign in CHANGES[kind])
        return SQL(
            f"CREATE TRIGGER {self._get_trigger_name(kind)} AFTER {kind}"
            f" ON {self._kept_table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {self._kept_function}()"
        )
