from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.search_text import get_patterns

# Up to so many matches are handed to the database as literal ids.
LITERAL_IDS = 5_000
# More matches are best met while walking the customers in the order of their names,
# unless they stand together in it: then the walk may be long before the first of them.
# That is so if more than this share of a sample of names begins with what was typed.
CLUSTERED_SHARE = 0.1
SAMPLE = 200


class CrmYishangFinder(models.AbstractModel):
    """How the database looks for customers by a part of their text.

    It must not walk a million names when hardly one matches, nor read a hundred
    thousand matches for the first page of eighty.
    """

    _name = "crm.yishang.finder"
    _description = "Finding Customers by a Part of Their Text"

    @api.model
    def _get_domain(self, fragment):
        """Return who is found by ``fragment``, as a domain on partners.

        :return: a ``Domain``, or None if there is nothing to compare in the fragment
        """
        patterns = get_patterns(fragment)
        if not patterns:
            return None
        contains = SQL(" AND ").join(map(self._sql_contains, patterns))
        ids = self._fetch_visible(contains)
        if not ids:
            return Domain.FALSE
        if len(ids) <= LITERAL_IDS:
            return self._get_ids_domain(ids)
        if self._is_clustered(ids, patterns[0]):
            return Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IN (WITH found AS MATERIALIZED (%s)"
                    " SELECT partner_id FROM found)",
                    SQL.identifier(alias, "id"),
                    self._sql_matches(contains),
                )
            )
        return self._get_walk_domain(contains)

    @api.model
    def _get_ids_domain(self, ids):
        """Return these partners as a condition the database always starts from.

        Of a plain list it knows the length, and rather walks all names in order to
        come across the first 80 of them.
        """
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = ANY(ARRAY(SELECT unnest(%s)))",
                SQL.identifier(alias, "id"),
                ids,
            )
        )

    @api.model
    def _fetch_visible(self, contains):
        """Return ids of the matches the current user may see, at most one too many.

        In no order: the database starts from the matches or from what is visible,
        whichever is less.
        """
        memo = self.env.context.get("yishang_search_memo", {})
        key = (self.env.uid, self.env.su, contains.code, *contains.params)
        if key not in memo:
            query = SQL("%s LIMIT %s", self._sql_visible(contains), LITERAL_IDS + 1)
            memo[key] = [row[0] for row in self.env.execute_query(query)]
        return memo[key]

    @api.model
    def _sql_visible(self, contains):
        if self.env.su or self.env["crm.yishang.policy"]._get_sight().is_open("read"):
            return self._sql_matches(contains)
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners._search(self._get_walk_domain(contains)).select("id")

    @api.model
    def _is_clustered(self, ids, pattern):
        """Return whether the names of these partners begin with ``pattern``."""
        [(share,)] = self.env.execute_query(
            SQL(
                "SELECT avg(starts_with(content, %s)::int) FROM crm_yishang_search"
                " WHERE partner_id = ANY(%s)",
                f" {pattern.strip()}",
                ids[:: max(1, len(ids) // SAMPLE)],
            )
        )
        return share > CLUSTERED_SHARE

    @api.model
    def _get_walk_domain(self, contains):
        """Return the matches as a condition looked up for each partner."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "EXISTS (%s AND partner_id = %s)",
                self._sql_matches(contains),
                SQL.identifier(alias, "id"),
            )
        )

    @api.model
    def _sql_matches(self, contains):
        return SQL("SELECT partner_id FROM crm_yishang_search WHERE %s", contains)

    @api.model
    def _find_words(self, texts):
        """Return who has one of these words, whole: phone numbers, codes, tax ids.

        :param texts: list of texts, squeezed
        :return: ``{text: [partner id]}`` in superuser mode, the lowest id first
        """
        found = {text: [] for text in texts}
        if found:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT word, partner_id
                    FROM unnest(%s) word
                    JOIN crm_yishang_search ON %s
                    ORDER BY partner_id
                    """,
                    list(found),
                    self._sql_contains(SQL("' ' || word || ' '")),
                )
            )
            for word, partner_id in rows:
                found[word].append(partner_id)
        return found

    @api.model
    def _sql_contains(self, pattern):
        """Return the condition for ``pattern``: letters, digits, ideographs, spaces."""
        # strpos instead of LIKE: the planner would expect hardly a match of LIKE.
        return SQL(
            "(crm_yishang_grams(content) @> crm_yishang_grams(%(pattern)s)"
            " AND strpos(content, %(pattern)s) > 0)",
            pattern=pattern,
        )
