from odoo import api, models
from odoo.tools import SQL

from ..tools.value import ASPECT_NAMES

# Customers written in one transaction: others wait for their rows no longer than that.
BATCH = 20_000
# By how much a score has to move for another line of the history.
NOTED = 1
# Columns of scores and the expressions over the rows ``result`` and ``partner``.
COLUMNS = {
    "score": "result.score",
    "rank": "result.rank",
    "rfm_recency": "result.recency",
    "rfm_frequency": "result.frequency",
    "rfm_monetary": "result.monetary",
    "rfm_cell": "concat(result.recency, result.frequency, result.monetary)",
    "revenue": "COALESCE(result.revenue, 0)",
    "share": "result.share",
    "cumulative_share": "result.cumulative",
    "abc": "result.abc",
    "is_vital": "result.is_vital",
    "coverage": "result.coverage",
    "points": "result.points",
    **{f"score_{name}": f"result.score_{name}" for name in ASPECT_NAMES},
    "yishang_customer_id": "partner.yishang_customer_id",
    "yishang_scope_key": "partner.yishang_scope_key",
    "yishang_scope_region_id": "partner.yishang_scope_region_id",
}


class CrmYishangValueWriter(models.AbstractModel):
    """Writes what a run found: scores, history, and the grades of customers.

    Raw SQL in batches; the host needs 20 ms to write one partner.
    """

    _name = "crm.yishang.value.writer"
    _description = "Writing Customer Value"

    @api.model
    def _write_next(self, run, size=None):
        """Write the next customers of a run.

        :return: (customers, lines of history, id of the last one), None at the end
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT max(partner_id), count(*) FROM (
                    SELECT partner_id FROM crm_yishang_value_result
                    WHERE run_id = %s AND partner_id > %s
                    ORDER BY partner_id LIMIT %s
                ) part
                """,
                run.id,
                run.last_id,
                size or BATCH,
            )
        )
        ((last, count),) = rows
        if not last:
            return None
        self.env.cr.execute(self._sql_history(run, last))
        noted = self.env.cr.rowcount
        self.env.cr.execute(self._sql_scores(run, last))
        self._write_grades(run, last)
        self._forget()
        return count, noted, last

    @api.model
    def _forget(self):
        """Have nobody read what was known before."""
        for name in ("crm.yishang.value.score", "crm.yishang.value.history"):
            self.env[name].invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(
            ["yishang_grade", "yishang_value_ids", "yishang_value_history_ids"],
            flush=False,
        )

    @api.model
    def _sql_results(self, run, last):
        return SQL(
            """
            crm_yishang_value_result result
            JOIN res_partner partner ON partner.id = result.partner_id
            WHERE result.run_id = %s AND result.partner_id > %s
                AND result.partner_id <= %s
            """,
            run.id,
            run.last_id,
            last,
        )

    @api.model
    def _sql_grade(self, run):
        return SQL(
            "CASE WHEN result.score >= %s THEN 'a' WHEN result.score >= %s THEN 'b'"
            " WHEN result.score >= %s THEN 'c' ELSE 'd' END",
            run.limit_a,
            run.limit_b,
            run.limit_c,
        )

    @api.model
    def _sql_is_noted(self, run):
        """Return whether what became of a customer is worth a line of its history."""
        return SQL(
            "(score.id IS NULL OR score.grade IS DISTINCT FROM %s"
            " OR abs(COALESCE(score.score_noted, -100) - result.score) >= %s)",
            self._sql_grade(run),
            NOTED,
        )

    @api.model
    def _sql_history(self, run, last):
        return SQL(
            """
            INSERT INTO crm_yishang_value_history
                (partner_id, company_id, run_id, date, score, grade, rank, revenue)
            SELECT result.partner_id, %(company)s, result.run_id, %(date)s,
                result.score, %(grade)s, result.rank, COALESCE(result.revenue, 0)
            FROM (SELECT result.* FROM %(results)s) result
            LEFT JOIN crm_yishang_value_score score
                ON score.partner_id = result.partner_id
                AND score.company_id = %(company)s
            WHERE %(is_noted)s
            """,
            company=run.company_id.id,
            date=run.date,
            grade=self._sql_grade(run),
            results=self._sql_results(run, last),
            is_noted=self._sql_is_noted(run),
        )

    @api.model
    def _sql_scores(self, run, last):
        columns = {name: SQL(text) for name, text in COLUMNS.items()}
        columns |= {
            "partner_id": SQL("result.partner_id"),
            "company_id": SQL("%s::int4", run.company_id.id),
            "currency_id": SQL("%s::int4", run.company_id.currency_id.id),
            "run_id": SQL("result.run_id"),
            "date": SQL("%s::date", run.date),
            "grade": self._sql_grade(run),
            "score_noted": SQL("result.score"),
        }
        # Two columns keep what was, and one what the history says.
        same = [SQL.identifier(name) for name in columns if name != "score_noted"]
        return SQL(
            """
            INSERT INTO crm_yishang_value_score AS score (%(names)s)
            SELECT %(values)s FROM %(results)s
            ON CONFLICT (partner_id, company_id) DO UPDATE SET
                score_before = score.score, grade_before = score.grade,
                score_noted = CASE
                    WHEN score.grade IS DISTINCT FROM excluded.grade
                        OR abs(COALESCE(score.score_noted, -100) - excluded.score)
                            >= %(noted)s
                    THEN excluded.score ELSE score.score_noted END,
                %(assignments)s
            """,
            names=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(columns.values()),
            results=self._sql_results(run, last),
            noted=NOTED,
            assignments=SQL(", ").join(
                SQL("%s = excluded.%s", name, name) for name in same
            ),
        )

    @api.model
    def _write_grades(self, run, last):
        """Write the grades that changed; whatever follows from a grade follows now.

        A customer that several companies value has the best of their grades.

        :return: ids of the customers whose grade changed
        """
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE res_partner partner
                SET yishang_grade = best.grade, write_uid = %(uid)s,
                    write_date = now() AT TIME ZONE 'UTC'
                FROM (
                    SELECT score.partner_id, min(score.grade) AS grade
                    FROM crm_yishang_value_score score
                    JOIN crm_yishang_value_result result
                        ON result.partner_id = score.partner_id
                    WHERE result.run_id = %(run)s AND result.partner_id > %(first)s
                        AND result.partner_id <= %(last)s
                    GROUP BY score.partner_id
                ) best
                WHERE best.partner_id = partner.id
                    AND partner.yishang_grade IS DISTINCT FROM best.grade
                RETURNING partner.id
                """,
                uid=self.env.uid,
                run=run.id,
                first=run.last_id,
                last=last,
            )
        )
        customer_ids = [customer_id for (customer_id,) in rows]
        # Rules of the public pool may say other days for another grade.
        self.env["crm.yishang.pool.clock"]._refresh(customer_ids)
        return customer_ids

    @api.model
    def _finish(self, run):
        """Drop what later runs need no more, and values of those who left."""
        company = run.company_id.id
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_yishang_value_score"
                " WHERE company_id = %s AND run_id IS DISTINCT FROM %s",
                company,
                run.id,
            )
        )
        runs = SQL(
            "SELECT id FROM crm_yishang_value_run WHERE company_id = %s", company
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_yishang_value_detail"
                " WHERE run_id <> %s AND run_id IN (%s)",
                run.id,
                runs,
            )
        )
        self.env.cr.execute(
            SQL("DELETE FROM crm_yishang_value_result WHERE run_id IN (%s)", runs)
        )
        # Every batch has added rows, which the workbench would add up until the night.
        self.env["crm.yishang.value.total"]._add_up()
        self._forget()
