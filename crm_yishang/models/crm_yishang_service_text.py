from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.text import words

# What is longer tells cases apart no better.
LONGEST = 4000
# Cases whose texts are compared: the newest ones, so that a word of all of them does
# not cost more.
COMPARED = 2000
SHOWN = 5


class CrmYishangServiceText(models.Model):
    """What a solved case is found by: its words, and what was done.

    Beside the case and not on it, as ``crm.yishang.search``: each change of a case
    would write the many entries of the index anew.
    """

    _name = "crm.yishang.service.text"
    _description = "Text of a Solved Case"
    _log_access = False
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "crm.yishang.service.case", required=True, ondelete="cascade"
    )
    content = fields.Text(required=True)

    _case_id_uniq = models.UniqueIndex("(case_id)")
    # The function is that of ``crm.yishang.search``.
    _content_idx = models.Index("USING gin (crm_yishang_grams(content))")

    @api.model
    def _compose(self, *texts):
        """Return the comparable words of texts, each between two spaces."""
        found = [word for text in texts for word in words(text or "")]
        return f" {' '.join(found)} "[:LONGEST] if found else ""

    @api.model
    def _refresh(self, cases):
        """Compose the texts of solved cases anew, and forget those of others."""
        texts = {case.id: self._compose(*case._get_similar_texts()) for case in cases}
        texts = {case_id: text for case_id, text in texts.items() if text}
        gone = set(cases.ids) - texts.keys()
        if gone:
            self.search([("case_id", "in", list(gone))]).unlink()
        if not texts:
            return
        self.env["crm.yishang.service.case"].flush_model(["name"])
        # Raw SQL: new ones and known ones in one statement.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_service_text AS old (case_id, content)
                SELECT * FROM unnest(%s::int[], %s::text[])
                ON CONFLICT (case_id) DO UPDATE SET content = EXCLUDED.content
                WHERE old.content <> EXCLUDED.content
                """,
                list(texts),
                list(texts.values()),
            )
        )

    @api.model
    def _find_case_ids(self, visible, text, product_id=False, type_id=False):
        """Return the solved cases most like a text, best first.

        :param visible: query of the cases the user may see
        :param text: what the customer asks
        :return: list of ids; of the same product first, then of the same type, then by
            the pairs of characters they share, rare ones weighing more
        """
        content = self._compose(text)
        if not content:
            return []
        sql = self._sql_find(visible, content, product_id, type_id)
        return [row[0] for row in self.env.execute_query(sql)]

    @api.model
    def _sql_find(self, visible, content, product_id, type_id):
        return SQL(
            """
            WITH asked AS MATERIALIZED (
                SELECT DISTINCT unnest(crm_yishang_grams(%(content)s)) AS gram
            ),
            -- By itself, or the newest cases are read one by one until enough match.
            matched AS MATERIALIZED (
                SELECT solved.case_id FROM crm_yishang_service_text solved
                WHERE crm_yishang_grams(solved.content)
                    && crm_yishang_grams(%(content)s)
            ),
            found AS MATERIALIZED (
                SELECT solved.case_id, solved.content
                FROM matched
                JOIN crm_yishang_service_text solved USING (case_id)
                WHERE matched.case_id IN %(visible)s
                ORDER BY matched.case_id DESC
                LIMIT %(compared)s
            ),
            shared AS MATERIALIZED (
                SELECT DISTINCT found.case_id, asked.gram
                FROM found
                CROSS JOIN unnest(crm_yishang_grams(found.content)) AS own (gram)
                JOIN asked ON asked.gram = own.gram
            ),
            weighed AS (
                SELECT gram, ln(1 + (SELECT count(*) FROM found)::float / count(*))
                    AS weight
                FROM shared GROUP BY gram
            )
            SELECT document.id
            FROM shared
            JOIN weighed USING (gram)
            JOIN crm_yishang_service_case document ON document.id = shared.case_id
            GROUP BY document.id
            HAVING count(*) >= LEAST(2, (SELECT count(*) FROM asked))
            ORDER BY (document.product_id = %(product)s) IS TRUE DESC,
                (document.type_id = %(type)s) IS TRUE DESC,
                sum(weighed.weight) DESC, document.id DESC
            LIMIT %(shown)s
            """,
            content=content,
            visible=visible.subselect(),
            compared=COMPARED,
            product=product_id or None,
            type=type_id or None,
            shown=SHOWN,
        )
