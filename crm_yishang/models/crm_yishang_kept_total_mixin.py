from odoo import api, models
from odoo.tools import SQL, sql

# What each statement on the table adds, by its kind.
CHANGES = {
    "INSERT": (("added", "+"),),
    "UPDATE": (("added", "+"), ("gone", "-")),
    "DELETE": (("gone", "-"),),
}
TRANSITIONS = {"added": "NEW TABLE AS added", "gone": "OLD TABLE AS gone"}


class CrmYishangKeptTotalMixin(models.AbstractModel):
    """A sum over the rows of a table that its triggers keep.

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
    # The column that is summed, its type, and what a row adds.
    _kept_sum = ("number", "int4", "1")

    def init(self):
        # The columns of the table may come later than this one.
        if not self._abstract:
            self.pool.post_init(self._set_up)

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
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) %s",
                SQL.identifier(self._table),
                self._sql_names(),
                SQL.identifier(self._kept_sum[0]),
                self._sql_truth(),
            )
        )

    @api.model
    def _verify(self):
        """Return what the table says wrongly, as (columns, sum) of each difference.

        :return: list of tuples; the sum is by how much the table says too much
        """
        self._flush_kept()
        return self.env.execute_query(
            SQL(
                """
                SELECT %(names)s, SUM(%(sum)s) FROM (
                    SELECT %(names)s, %(sum)s FROM %(table)s
                    UNION ALL
                    SELECT %(names)s, -%(sum)s
                    FROM (%(truth)s) truth (%(names)s, %(sum)s)
                ) both_sides
                GROUP BY %(names)s HAVING SUM(%(sum)s) != 0
                """,
                names=self._sql_names(),
                sum=SQL.identifier(self._kept_sum[0]),
                table=SQL.identifier(self._table),
                truth=self._sql_truth(),
            )
        )

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
                INSERT INTO %(table)s (%(names)s, %(sum)s)
                SELECT %(names)s, SUM(%(sum)s) FROM gone
                GROUP BY %(names)s HAVING SUM(%(sum)s) != 0
                """,
                table=SQL.identifier(self._table),
                names=self._sql_names(),
                sum=SQL.identifier(self._kept_sum[0]),
            )
        )

    @api.model
    def _get_sight_domain(self, sight, mode):
        """Customers opened one by one are in no total."""
        sight = sight._replace(granted=frozenset(), writable=frozenset())
        return super()._get_sight_domain(sight, mode)

    @api.model
    def _flush_kept(self):
        """Write what the ORM still holds of the table."""
        raise NotImplementedError

    @api.model
    def _sql_names(self):
        return SQL(", ").join(map(SQL.identifier, self._kept_columns))

    @api.model
    def _sql_table(self):
        columns = [
            SQL("%s %s", SQL.identifier(name), SQL(self._kept_types.get(name, "int4")))
            for name in self._kept_columns
        ]
        name, kind, _value = self._kept_sum
        columns.append(SQL("%s %s", SQL.identifier(name), SQL(kind)))
        return SQL(
            "CREATE TABLE %s (id serial PRIMARY KEY, %s)",
            SQL.identifier(self._table),
            SQL(", ").join(columns),
        )

    @api.model
    def _sql_truth(self):
        """Return what the table ought to say, by the rows themselves."""
        values = ", ".join(self._kept_columns.values())
        return SQL(
            f"SELECT {values}, SUM({self._kept_sum[2]}) FROM {self._kept_table}"
            f" WHERE {self._kept_condition} GROUP BY {values}"
        )

    @api.model
    def _sql_function(self):
        """Return the function that adds what a statement changed: IF … ELSIF …"""
        names, summed = ", ".join(self._kept_columns), self._kept_sum[0]
        branches = " ELS".join(
            f"IF TG_OP = '{kind}' THEN INSERT INTO {self._table} ({names}, {summed})"
            f" SELECT {names}, SUM(amount)"
            f" FROM ({self._list_changes(kind)}) changed ({names}, amount)"
            f" GROUP BY {names} HAVING SUM(amount) != 0;"
            for kind in CHANGES
        )
        return SQL(
            f"CREATE OR REPLACE FUNCTION {self._kept_function}() RETURNS trigger"
            f" LANGUAGE plpgsql AS $$ BEGIN {branches} END IF; RETURN NULL; END $$"
        )

    @api.model
    def _list_changes(self, kind):
        values = ", ".join(self._kept_columns.values())
        return " UNION ALL ".join(
            f"SELECT {values}, {sign}({self._kept_sum[2]}) FROM {name}"
            f" WHERE {self._kept_condition}"
            for name, sign in CHANGES[kind]
        )

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
