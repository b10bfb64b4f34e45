from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.search_text import get_patterns
from ..tools.secret_text import PHONE, is_whole

# Up to so many matches are handed to the database as literal ids: as many as a list
# counts before it says "more".
LITERAL_IDS = 10_000
# More matches are best met while walking the customers in the order of their names,
# unless they stand together in it: then the walk may be long before the first of them.
# That is so if more than this share of a sample of names begins with what was typed.
CLUSTERED_SHARE = 0.1
SAMPLE = 200
MEMO = "yishang_search_memo"


class SearchMemo:
    """What one request found already, in the context of its records.

    A class of its own, because a browser could send a dictionary.
    """

    def __init__(self):
        self.found = {}
        self.pages = {}


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
        contains = self._sql_asked(patterns)
        ids = self._fetch_few(contains)
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
    def _finds_few(self, fragment):
        """Return whether ``fragment`` stands in the texts of few customers."""
        patterns = get_patterns(fragment)
        if not patterns:
            return False
        contains = self._sql_asked(patterns)
        return len(self._fetch_few(contains)) <= LITERAL_IDS

    @api.model
    def _get_memo(self):
        """Return what this request remembers: a dict, empty and lost if nothing."""
        memo = self.env.context.get(MEMO)
        return memo.found if isinstance(memo, SearchMemo) else {}

    @api.model
    def _get_ids_domain(self, ids):
        """Return these partners as a condition the database always starts from.

        Of a plain list it knows the length, and rather walks all names in order to
        come across the first 80 of them.
        """
        # As a text: the database would look at each element of a list.
        literal = f"{{{','.join(map(str, ids))}}}"
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = ANY(ARRAY(SELECT unnest(%s::int[])))",
                SQL.identifier(alias, "id"),
                literal,
            )
        )

    @api.model
    def _fetch_few(self, contains):
        """Return ids of the matches, at most one more than are few, in no order.

        Where all there are would be too many, those the current user may see.
        """
        memo = self._get_memo()
        key = (self.env.uid, self.env.su, contains.code, *contains.params)
        if key not in memo:
            rows = self._fetch_rows(self._sql_matches(contains, self._sql_seen()))
            if len(rows) > LITERAL_IDS and not self._sees_all():
                partners = self.env["res.partner"].with_context(active_test=False)
                visible = partners._search(self._get_walk_domain(contains))
                rows = self._fetch_rows(visible.select("id", SQL("TRUE")))
            memo[key] = [partner_id for partner_id, is_seen in rows if is_seen]
        return memo[key]

    @api.model
    def _fetch_rows(self, query):
        return self.env.execute_query(SQL("%s LIMIT %s", query, LITERAL_IDS + 1))

    @api.model
    def _sees_all(self):
        policy = self.env["crm.yishang.policy"]
        return self.env.su or policy._get_sight().is_open("read")

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
    def _sql_matches(self, contains, *more):
        """Return the query of the ids of matches, and of what else is asked of them."""
        columns = SQL(", ").join((SQL("partner_id"), *more))
        return SQL("SELECT %s FROM crm_yishang_search WHERE %s", columns, contains)

    @api.model
    def _sql_asked(self, patterns):
        """Return the condition for what the user asks, as far as it may be answered.

        Whoever sees masks finds by parts of numbers and addresses own customers alone.
        """
        contains = self._sql_contains_all(patterns)
        parts = [one for one in patterns if not is_whole(PHONE, one)]
        is_masked = self.env["crm.yishang.mask"]._is_masked()
        if self.env.su or not parts or not is_masked:
            return contains
        self.env["crm.yishang.search"].flush_model(["scope_key"])
        told = SQL(" AND ").join(
            SQL("strpos(told_content, %s) > 0", part) for part in parts
        )
        return SQL(
            "%s AND ((%s) OR scope_key = %s)",
            contains,
            told,
            self.env.uid,
        )

    @api.model
    def _sql_seen(self):
        """Return whether the user sees a match, as far as no partner must be read.

        The rules say it again; this spares reading the partners of others.
        """
        sight = self.env["crm.yishang.policy"]._get_sight()
        if self._sees_all() or sight.regions:
            return SQL("TRUE")
        self.env["crm.yishang.search"].flush_model(["scope_key"])
        return SQL(
            "coalesce(scope_key, 0) = ANY(%s) OR partner_id = ANY(ARRAY("
            "SELECT id FROM res_partner WHERE yishang_customer_id = ANY(%s::int[])))",
            sight.get_keys("read"),
            sight.get_customers("read"),
        )

    @api.model
    def _sql_contains_all(self, patterns):
        return SQL(" AND ").join(map(self._sql_contains, patterns))

    @api.model
    def _sql_contains(self, pattern):
        """Return the condition for ``pattern``: letters, digits, ideographs, spaces."""
        # strpos instead of LIKE: the planner would expect hardly a match of LIKE.
        return SQL(
            "(crm_yishang_grams(content) @> crm_yishang_grams(%(pattern)s)"
            " AND strpos(content, %(pattern)s) > 0)",
            pattern=pattern,
        )
