from odoo import models
from odoo.tools import SQL


class LinkTracker(models.Model):
    """The clicks on a link are counted as far as the user sees who clicked.

    The number kept with the link is that of everybody; wherever a user reads, searches,
    sorts or adds up, it is counted anew.
    """

    _inherit = "link.tracker"

    def _field_to_sql(self, alias, field_expr, query=None):
        clicks = self.env["link.tracker.click"]
        if field_expr != "count" or self.env.su or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        domain = clicks._get_visible_domain("read")
        if domain.is_true():
            return super()._field_to_sql(alias, field_expr, query)
        clicks.flush_model()
        # sudo: the policy narrows.
        seen = clicks.sudo()._search(domain)
        joined = query.make_alias(alias, "clicks_in_sight")
        counted = SQL(
            "(SELECT link_id, COUNT(*) AS number FROM link_tracker_click "
            "WHERE id IN %s GROUP BY link_id)",
            seen.subselect(),
        )
        query.add_join(
            "LEFT JOIN",
            joined,
            counted,
            SQL(
                "%s = %s",
                SQL.identifier(joined, "link_id"),
                SQL.identifier(alias, "id"),
            ),
        )
        return SQL("COALESCE(%s, 0)", SQL.identifier(joined, "number"))
