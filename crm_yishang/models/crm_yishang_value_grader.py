from odoo import api, models
from odoo.tools import SQL, sql

from ..tools.value import ASPECT_NAMES


class CrmYishangValueGrader(models.AbstractModel):
    """Gives points, scores and ranks for what was measured of all customers.

    Raw SQL over the rows of a run. Who is where among the others can be said of all at
    once alone, so this is one transaction; what it finds is written in batches
    afterwards, from ``crm_yishang_value_result``.
    """

    _name = "crm.yishang.value.grader"
    _description = "Grading Customers"

    def init(self):
        if not sql.table_exists(self.env.cr, "crm_yishang_value_result"):
            scores = ", ".join(f"score_{name} float8" for name in ASPECT_NAMES)
            # Unlogged: a server that fell over makes it anew from what was measured.
            self.env.cr.execute(
                SQL(
                    "CREATE UNLOGGED TABLE crm_yishang_value_result ("
                    "run_id int4, partner_id int4, revenue numeric, orders int4,"
                    " points int2[], coverage float8, score float8, "
                    + scores
                    + ", rank int4, recency int4, frequency int4, monetary int4,"
                    " share float8, cumulative float8, abc varchar, is_vital boolean,"
                    " PRIMARY KEY (run_id, partner_id))"
                )
            )

    @api.model
    def _grade(self, run):
        """Give points, scores and ranks to all customers of a run.

        :return: the figures of the run, by the names of its fields
        """
        parameters = self._cut(run)
        cr = self.env.cr
        cr.execute(
            SQL("DELETE FROM crm_yishang_value_result WHERE run_id = %s", run.id)
        )
        cr.execute("DROP TABLE IF EXISTS pg_temp.crm_yishang_value_scored")
        cr.execute(self._sql_scored(run, parameters))
        cr.execute("ANALYZE crm_yishang_value_scored (partner_id)")
        cr.execute(self._sql_ranked(run))
        cr.execute("DROP TABLE crm_yishang_value_scored")
        cr.execute("ANALYZE crm_yishang_value_result (run_id, partner_id)")
        return {"parameters": parameters, **self._sum_up(run)}

    @api.model
    def _cut(self, run):
        """Return the parameters with the limits of bands among customers."""
        parameters = dict(run.parameters)
        indicators = [dict(one) for one in parameters["indicators"]]
        cut = [
            (place, one)
            for place, one in enumerate(indicators, 1)
            if one["scale"] == "quantile"
        ]
        if cut:
            columns = SQL(", ").join(
                SQL(
                    "percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY figures[%s])",
                    one["shares"],
                    place,
                )
                for place, one in cut
            )
            query = SQL(
                "SELECT %s FROM crm_yishang_value_detail WHERE run_id = %s",
                columns,
                run.id,
            )
            (found,) = self.env.execute_query(query)
            for (_place, one), cuts in zip(cut, found, strict=True):
                one["cuts"] = cuts or [None] * len(one["shares"])
        return {**parameters, "indicators": indicators}

    @api.model
    def _sql_scored(self, run, parameters):
        """Return the statement that gives points and scores to each customer."""
        indicators = parameters["indicators"]
        names = [SQL.identifier(f"p{place}") for place in range(len(indicators))]
        figures = SQL(", ").join(
            SQL("figures[%s] AS %s", place + 1, SQL.identifier(f"v{place}"))
            for place in range(len(indicators))
        )
        points = SQL(", ").join(
            SQL("%s AS %s", self._sql_points(one, SQL.identifier(f"v{place}")), name)
            for place, (one, name) in enumerate(zip(indicators, names, strict=True))
        )
        aspects = {
            aspect: [
                (name, one["weight"])
                for name, one in zip(names, indicators, strict=True)
                if one["aspect"] == aspect and one["weight"]
            ]
            for aspect in ASPECT_NAMES
        }
        # Each OFFSET 0 has a value read, and points given, once.
        return SQL(
            """
            CREATE TEMPORARY TABLE crm_yishang_value_scored ON COMMIT DROP AS
            SELECT aspect.*, %(coverage)s AS coverage,
                COALESCE(round((%(score)s)::numeric, 2), 0)::float8 AS score
            FROM (
                SELECT partner_id, revenue, orders, frequency, silence,
                    ARRAY[%(names)s]::int2[] AS points, %(aspects)s
                FROM (
                    SELECT partner_id, revenue, orders, frequency, silence, %(points)s
                    FROM (
                        SELECT partner_id, revenue, orders, frequency, silence,
                            %(figures)s
                        FROM crm_yishang_value_detail WHERE run_id = %(run)s OFFSET 0
                    ) measured OFFSET 0
                ) pointed OFFSET 0
            ) aspect
            """,
            run=run.id,
            figures=figures,
            points=points,
            names=SQL(", ").join(names),
            aspects=SQL(", ").join(
                self._sql_aspect(aspect, parts) for aspect, parts in aspects.items()
            ),
            coverage=self._sql_coverage(aspects, parameters["weights"]),
            score=self._sql_score(parameters["weights"]),
        )

    @api.model
    def _sql_points(self, one, value):
        """Return the points of a value; the twin of ``tools.value.get_points``."""
        if one["scale"] == "linear":
            # Unlike other operators LEAST and GREATEST would make 0 of what is NULL.
            return SQL(
                "CASE WHEN %(value)s IS NOT NULL THEN floor(100 * LEAST(GREATEST("
                "(%(value)s - %(zero)s) / (%(full)s - %(zero)s), 0), 1) + 0.5)::int2"
                " END",
                value=value,
                zero=SQL("%s::float8", one["zero"]),
                full=SQL("%s::float8", one["full"]),
            )
        sign = SQL(">") if one["scale"] == "quantile" else SQL(">=")
        bands = list(zip(one["cuts"], one["points"][1:], strict=True))
        cases = SQL(" ").join(
            SQL("WHEN %s %s %s::float8 THEN %s", value, sign, cut, points)
            for cut, points in reversed(bands)
            if cut is not None
        )
        return SQL(
            "(CASE WHEN %s IS NULL THEN NULL %s ELSE %s END)::int2",
            value,
            cases,
            one["points"][0],
        )

    @api.model
    def _sql_aspect(self, aspect, parts):
        """Return score and measured weight of an aspect, from points and weights."""
        weights = self._sql_sum(
            SQL("CASE WHEN %s IS NULL THEN 0 ELSE %s::float8 END", name, weight)
            for name, weight in parts
        )
        points = self._sql_sum(
            SQL("COALESCE(%s * %s::float8, 0)", name, weight) for name, weight in parts
        )
        return SQL(
            "%s / NULLIF(%s, 0) AS %s, %s AS %s",
            points,
            weights,
            SQL.identifier(f"score_{aspect}"),
            weights,
            SQL.identifier(f"weight_{aspect}"),
        )

    @api.model
    def _sql_sum(self, terms):
        return SQL("(%s)", SQL(" + ").join([SQL("0::float8"), *terms]))

    @api.model
    def _sql_coverage(self, aspects, weights):
        """Return which part of all weights could be measured."""
        terms, whole = [], 0
        for aspect, parts in aspects.items():
            total = sum(weight for _name, weight in parts)
            if total and weights[aspect]:
                whole += weights[aspect]
                column = SQL.identifier(f"weight_{aspect}")
                terms.append(SQL("%s * %s::float8", column, weights[aspect] / total))
        return SQL("%s / %s::float8", self._sql_sum(terms), whole or 1)

    @api.model
    def _sql_score(self, weights):
        """Return the mean of the aspects that are known at all, by their weights."""
        columns = [
            (SQL.identifier(f"score_{aspect}"), weights[aspect])
            for aspect in ASPECT_NAMES
        ]
        return SQL(
            "%s / NULLIF(%s, 0)",
            self._sql_sum(
                SQL("COALESCE(%s * %s::float8, 0)", column, weight)
                for column, weight in columns
            ),
            self._sql_sum(
                SQL("CASE WHEN %s IS NULL THEN 0 ELSE %s::float8 END", column, weight)
                for column, weight in columns
            ),
        )

    @api.model
    def _sql_ranked(self, run):
        """Return the statement that says who is where among all.

        A quintile says how many of the customers with orders one is ahead of: 5 is more
        than 80 percent; who are alike share the lower one. Customers of equal revenue
        come in the order they were entered, so that the shares are exact.
        """
        return SQL(
            """
            INSERT INTO crm_yishang_value_result (
                run_id, partner_id, revenue, orders, points, coverage, score,
                %(scores)s, rank, recency, frequency, monetary,
                share, cumulative, abc, is_vital
            )
            SELECT %(run)s, scored.partner_id, scored.revenue, scored.orders, points,
                coverage, scored.score, %(rounded)s, ranked.rank, ranked.recency,
                ranked.frequency, ranked.monetary,
                COALESCE(ranked.revenue / NULLIF(total, 0), 0),
                CASE WHEN total <> 0 THEN cumulative / total END,
                CASE WHEN ranked.revenue IS NULL THEN NULL
                    WHEN ranked.revenue <= 0 THEN 'c'
                    WHEN cumulative - ranked.revenue < %(cut_a)s * total THEN 'a'
                    WHEN cumulative - ranked.revenue < %(cut_b)s * total THEN 'b'
                    ELSE 'c' END,
                COALESCE(ranked.revenue > 0
                    AND cumulative - ranked.revenue < %(vital)s * total, FALSE)
            FROM crm_yishang_value_scored scored
            JOIN (
                SELECT partner_id, revenue,
                    rank() OVER (ORDER BY score DESC) AS rank,
                    %(recency)s AS recency, %(frequency)s AS frequency,
                    %(monetary)s AS monetary,
                    SUM(revenue) OVER () AS total,
                    SUM(revenue) OVER (
                        ORDER BY revenue DESC NULLS LAST, partner_id
                        ROWS UNBOUNDED PRECEDING
                    ) AS cumulative
                FROM crm_yishang_value_scored
            ) ranked ON ranked.partner_id = scored.partner_id
            """,
            run=run.id,
            scores=SQL(", ").join(
                SQL.identifier(f"score_{aspect}") for aspect in ASPECT_NAMES
            ),
            rounded=SQL(", ").join(
                SQL("round(%s::numeric, 2)", SQL.identifier(f"score_{aspect}"))
                for aspect in ASPECT_NAMES
            ),
            recency=self._sql_quintile(SQL("silence DESC")),
            frequency=self._sql_quintile(SQL("frequency")),
            monetary=self._sql_quintile(SQL("COALESCE(revenue, 0)")),
            cut_a=run.cut_a,
            cut_b=run.cut_b,
            vital=run.vital_share,
        )

    @api.model
    def _sql_quintile(self, order):
        return SQL(
            """
            CASE WHEN orders > 0 THEN 1 + 5 * (
                rank() OVER (PARTITION BY orders > 0 ORDER BY %s) - 1
            ) / count(*) OVER (PARTITION BY orders > 0) ELSE 0 END
            """,
            order,
        )

    @api.model
    def _sum_up(self, run):
        """Return what the run found of all customers."""
        query = SQL(
            """
            SELECT COUNT(*) AS customer_count, COUNT(revenue) AS buyer_count,
                COUNT(*) FILTER (WHERE is_vital) AS vital_count,
                COALESCE(SUM(revenue), 0) AS revenue
            FROM crm_yishang_value_result WHERE run_id = %s
            """,
            run.id,
        )
        ((customers, buyers, vital, revenue),) = self.env.execute_query(query)
        return {
            "customer_count": customers,
            "buyer_count": buyers,
            "vital_count": vital,
            "revenue": float(revenue),
        }
