"""The value of all customers by hand: what a run computes and stores, without the run.

What the indicators mean is the addon's: the texts of ``tools.value_bases`` and
``tools.value_measures``. Everything else is written here once more: each aspect is one
statement over all customers, and so is each thing that is stored, in copies of the
tables with their indexes and foreign keys. There are no batches, commits, history to
compare with, or a way to go on after it was stopped. ``count_differences`` says whether
the run stored the same.
"""

import time

from odoo.tools import SQL

from odoo.addons.crm_yishang.tools import value_bases, value_bases_work
from odoo.addons.crm_yishang.tools.value_measures import MEASURES
from odoo.addons.crm_yishang.tools.value_measures_work import WORK_MEASURES

EXPRESSIONS = {**MEASURES, **WORK_MEASURES}
# Whoever writes SQL for a million customers gives it memory.
MEMORY = "256MB"
STORED = ("detail", "score", "history")
# Aspect -> what its rows are called in the expressions, and the query.
ASPECTS = {
    "characteristics": ("c", value_bases.CHARACTERISTICS),
    "transactions": ("t", value_bases.TRANSACTIONS),
    "finance": ("f", value_bases_work.FINANCE),
    "contact": ("v", value_bases_work.CONTACT),
    "service": ("s", value_bases_work.SERVICE),
}
COMPARED = (
    *("score", "rank", "grade", "abc", "rfm_cell", "is_vital", "revenue", "points"),
    *(f"score_{aspect}" for aspect in ASPECTS),
)


def measure(env, run):
    """Do all of it for the company of a run that has begun, and commit.

    :return: ``{"seconds": …, "parts": {what: seconds}}``, without writing the grades
        onto the customers
    """
    watch = Watch(env.cr)
    limit = Limit(env, run)
    _make_tables(env.cr)
    env.cr.commit()
    env.cr.execute("SET LOCAL work_mem = %s", [MEMORY])
    started = time.perf_counter()
    watch.time("prepare", limit.prepare())
    watch.time("measure", [limit.sql_detail()])
    limit.cut()
    watch.time("grade", limit.grade())
    watch.time("store", limit.store())
    env.cr.commit()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "parts": watch.parts}


def write_grades(env, first, last):
    """Write the grades of the customers of these ids; return rows and seconds."""
    started = time.perf_counter()
    env.cr.execute(
        """
        UPDATE res_partner partner SET yishang_grade = stored.grade,
            write_uid = 1, write_date = now() AT TIME ZONE 'UTC'
        FROM bench_value_score stored
        WHERE stored.partner_id = partner.id AND partner.id > %s AND partner.id <= %s
            AND partner.yishang_grade IS DISTINCT FROM stored.grade
        """,
        [first, last],
    )
    written = env.cr.rowcount
    env.cr.commit()
    return written, time.perf_counter() - started


def count_differences(env):
    """Return of how many customers the addon stored something else."""
    (found,) = env.execute_query(
        SQL(
            "SELECT count(*) FROM bench_value_score mine"
            " FULL JOIN crm_yishang_value_score score USING (partner_id, company_id)"
            " WHERE (%s) IS DISTINCT FROM (%s)",
            SQL(", ").join(SQL.identifier("mine", name) for name in COMPARED),
            SQL(", ").join(SQL.identifier("score", name) for name in COMPARED),
        )
    )
    return found[0]


def drop_tables(cr):
    """Leave nothing behind."""
    for name in STORED:
        cr.execute(f"DROP TABLE IF EXISTS bench_value_{name}")


def _make_tables(cr):
    drop_tables(cr)
    for name in STORED:
        cr.execute(
            f"CREATE TABLE bench_value_{name}"
            f" (LIKE crm_yishang_value_{name} INCLUDING DEFAULTS INCLUDING GENERATED"
            " INCLUDING INDEXES)"
        )
        cr.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [f"crm_yishang_value_{name}"],
        )
        for key, definition in cr.fetchall():
            cr.execute(
                f"ALTER TABLE bench_value_{name}"
                f" ADD CONSTRAINT bench_{key} {definition}"
            )


class Watch:
    """Runs statements, and keeps how long those of one part took."""

    def __init__(self, cr):
        self.cr, self.parts = cr, {}

    def time(self, part, statements):
        """Run the statements of a part."""
        started = time.perf_counter()
        for statement in statements:
            self.cr.execute(statement)
        self.parts[part] = time.perf_counter() - started


class Limit:
    """The statements, of one company and day."""

    def __init__(self, env, run):
        self.env, self.run = env, run
        self.indicators = run.parameters["indicators"]
        self.weights = run.parameters["weights"]
        self.parameters = env["crm.yishang.value.measure"]._get_parameters(run)

    def prepare(self):
        """Yield what makes a row of each customer and aspect."""
        company = self.run.company_id.id
        customers = SQL(
            value_bases.CUSTOMERS,
            own=SQL(),
            first=0,
            last=2**31 - 1,
            is_valued=SQL("COALESCE(partner.company_id, %s) = %s", company, company),
        )
        yield from _keep("customer", customers, "id")
        orders = SQL(value_bases.ORDERS, **self.parameters)
        yield from _keep("order", orders, "customer_id")
        for aspect, (_name, query) in ASPECTS.items():
            yield from _keep(aspect, SQL(query, **self.parameters), "id")

    def sql_detail(self):
        """Return what stores the figures of all indicators."""
        figures = SQL(", ").join(
            SQL(
                "round((%s)::float8 * 10000) / 10000",
                SQL(EXPRESSIONS[one["code"]], **self.parameters),
            )
            for one in self.indicators
        )
        joins = " ".join(
            f"JOIN crm_yishang_value_{aspect} {name} ON {name}.id = k.id"
            for aspect, (name, _query) in ASPECTS.items()
        )
        return SQL(
            "INSERT INTO bench_value_detail SELECT %s, k.id, ARRAY[%s]::float8[],"
            " CASE WHEN f.orders_year > 0 THEN f.revenue_year END,"
            " COALESCE(t.orders, 0), COALESCE(t.orders_year, 0),"
            " floor(EXTRACT(EPOCH FROM %s - t.last_order) / 86400)"
            " FROM crm_yishang_value_customer k %s",
            self.run.id,
            figures,
            self.parameters["until"],
            SQL(joins),
        )

    def cut(self):
        """Find the limits of bands among customers."""
        places = [
            place
            for place, one in enumerate(self.indicators)
            if one["scale"] == "quantile"
        ]
        columns = SQL(", ").join(
            SQL(
                "percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY figures[%s])",
                self.indicators[place]["shares"],
                place + 1,
            )
            for place in places
        )
        (row,) = self.env.execute_query(
            SQL("SELECT %s FROM bench_value_detail", columns)
        )
        for place, cuts in zip(places, row, strict=True):
            self.indicators[place]["cuts"] = cuts

    def grade(self):
        """Yield what gives points, scores and places to all customers."""
        points = SQL(", ").join(
            SQL(
                "%s AS p%s", self._sql_points(one, SQL("figures[%s]", place + 1)), place
            )
            for place, one in enumerate(self.indicators)
        )
        names = SQL(", ").join(
            SQL("p%s", place) for place in range(len(self.indicators))
        )
        yield SQL(
            "CREATE TEMPORARY TABLE bench_value_pointed ON COMMIT DROP AS"
            " SELECT partner_id, revenue, orders, frequency, silence,"
            " ARRAY[%s]::int2[] AS points, %s FROM ("
            "SELECT partner_id, revenue, orders, frequency, silence, %s"
            " FROM bench_value_detail OFFSET 0) pointed",
            names,
            SQL(", ").join(map(self._sql_aspect, ASPECTS)),
            points,
        )
        yield SQL(
            "CREATE TEMPORARY TABLE bench_value_scored ON COMMIT DROP AS"
            " SELECT *, COALESCE(round((%s)::numeric, 2), 0) AS score, %s AS coverage"
            " FROM bench_value_pointed",
            self._sql_mean([(f"score_{name}", self.weights[name]) for name in ASPECTS]),
            self._sql_coverage(),
        )

    def _sql_points(self, one, value):
        if one["scale"] == "linear":
            return SQL(
                "CASE WHEN %(value)s IS NOT NULL THEN floor(0.5 + 100 * LEAST(1,"
                " GREATEST(0, (%(value)s - %(zero)s::float8) / %(span)s::float8))) END",
                value=value,
                zero=one["zero"],
                span=one["full"] - one["zero"],
            )
        cuts, points = one["cuts"], one["points"]
        if one["scale"] == "fixed":
            band = SQL("1 + width_bucket(%s, %s::float8[])", value, cuts)
        else:
            # Above the cut, not from it on: the other way round from the other side.
            above = sorted(-cut for cut in cuts or ())
            band = SQL(
                "%s - width_bucket(-(%s), %s::float8[])", len(points), value, above
            )
        return SQL("(%s::int2[])[%s]", points, band)

    def _list_parts(self, aspect):
        return [
            (f"p{place}", one["weight"])
            for place, one in enumerate(self.indicators)
            if one["aspect"] == aspect and one["weight"]
        ]

    def _sql_aspect(self, aspect):
        parts = self._list_parts(aspect)
        return SQL(
            "%s AS %s, %s AS %s",
            self._sql_mean(parts),
            SQL.identifier(f"score_{aspect}"),
            _sql_known(parts),
            SQL.identifier(f"known_{aspect}"),
        )

    def _sql_coverage(self):
        """Return which part of all weights is known."""
        whole = {
            aspect: sum(weight for _name, weight in self._list_parts(aspect))
            for aspect in ASPECTS
        }
        return SQL(
            "(%s) / %s::float8",
            SQL(" + ").join(
                SQL(
                    "%s * %s::float8",
                    SQL.identifier(f"known_{aspect}"),
                    self.weights[aspect] / whole[aspect],
                )
                for aspect in ASPECTS
            ),
            sum(self.weights.values()),
        )

    def _sql_mean(self, parts):
        """Return the mean of what is known of columns, by their weights."""
        points = SQL(" + ").join(
            SQL("COALESCE(%s, 0) * %s::float8", SQL.identifier(name), weight)
            for name, weight in parts
        )
        return SQL("(%s) / NULLIF(%s, 0)", points, _sql_known(parts))

    def store(self):
        """Yield what stores scores and history."""
        run = self.run
        yield SQL(
            """
            INSERT INTO bench_value_score (
                partner_id, company_id, currency_id, run_id, date, points, score,
                grade, rank, rfm_recency, rfm_frequency, rfm_monetary, rfm_cell,
                revenue, share, cumulative_share, abc, is_vital, coverage, score_noted,
                %(names)s, yishang_customer_id, yishang_scope_key,
                yishang_scope_region_id
            )
            SELECT placed.id, %(company)s, %(currency)s, %(run)s, %(day)s, points,
                score, %(grade)s, place, r, f, m, concat(r, f, m),
                COALESCE(revenue, 0), COALESCE(revenue / NULLIF(whole, 0), 0),
                reached / NULLIF(whole, 0),
                CASE WHEN revenue <= 0 THEN 'c'
                    WHEN reached - revenue < %(cut_a)s * whole THEN 'a'
                    WHEN reached - revenue < %(cut_b)s * whole THEN 'b'
                    WHEN revenue IS NOT NULL THEN 'c' END,
                COALESCE(revenue > 0 AND reached - revenue < %(vital)s * whole, FALSE),
                coverage, score, %(scores)s, partner.yishang_customer_id,
                partner.yishang_scope_key, partner.yishang_scope_region_id
            FROM (
                SELECT *, partner_id AS id, rank() OVER (ORDER BY score DESC) AS place,
                    %(r)s AS r, %(f)s AS f, %(m)s AS m, sum(revenue) OVER () AS whole,
                    sum(revenue) OVER (
                        ORDER BY revenue DESC NULLS LAST, partner_id ROWS UNBOUNDED
                        PRECEDING
                    ) AS reached
                FROM bench_value_scored
            ) placed JOIN res_partner partner ON partner.id = placed.id
            """,
            company=run.company_id.id,
            currency=run.currency_id.id,
            run=run.id,
            day=run.date,
            grade=SQL(
                "CASE WHEN score >= %s THEN 'a' WHEN score >= %s THEN 'b'"
                " WHEN score >= %s THEN 'c' ELSE 'd' END",
                run.limit_a,
                run.limit_b,
                run.limit_c,
            ),
            cut_a=run.cut_a,
            cut_b=run.cut_b,
            vital=run.vital_share,
            names=SQL(", ").join(SQL(f"score_{name}") for name in ASPECTS),
            scores=SQL(", ").join(
                SQL(f"round(score_{name}::numeric, 2)") for name in ASPECTS
            ),
            r=_sql_quintile(SQL("silence DESC")),
            f=_sql_quintile(SQL("frequency")),
            m=_sql_quintile(SQL("COALESCE(revenue, 0)")),
        )
        yield SQL(
            "INSERT INTO bench_value_history"
            " (partner_id, company_id, run_id, date, score, grade, rank, revenue)"
            " SELECT partner_id, company_id, run_id, date, score, grade, rank, revenue"
            " FROM bench_value_score"
        )


def _keep(name, query, key):
    table = SQL.identifier(f"crm_yishang_value_{name}")
    yield SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, query)
    yield SQL("ANALYZE %s (%s)", table, SQL.identifier(key))


def _sql_known(parts):
    return SQL(
        "(%s)",
        SQL(" + ").join(
            SQL("(%s IS NOT NULL)::int * %s::float8", SQL.identifier(name), weight)
            for name, weight in parts
        ),
    )


def _sql_quintile(order):
    return SQL(
        "CASE WHEN orders > 0 THEN 1 + 5 * (rank() OVER (PARTITION BY orders > 0"
        " ORDER BY %s) - 1) / count(*) OVER (PARTITION BY orders > 0) ELSE 0 END",
        order,
    )
