from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

SEGMENTS_MAX = 10


class CrmYishangSegmentOverlap(models.TransientModel):
    """How many customers segments have in common, as far as the user sees them."""

    _name = "crm.yishang.segment.overlap"
    _description = "Overlap of Segments"

    segment_ids = fields.Many2many(
        "crm.yishang.segment",
        relation="crm_yishang_segment_overlap_rel",
        required=True,
        default=lambda self: self.env.context.get("active_ids", []),
    )
    matrix = fields.Html(compute="_compute_matrix", sanitize=False)

    @api.depends("segment_ids")
    @api.depends_context("uid", "lang")
    def _compute_matrix(self):
        for overlap in self:
            segments = overlap.segment_ids._origin
            pairs = segments and overlap._count_pairs(segments)
            overlap.matrix = self.env["ir.qweb"]._render(
                "crm_yishang.crm_yishang_segment_overlap_table",
                {"segments": segments, "pairs": pairs},
            )

    @api.model
    def _count_pairs(self, segments):
        """Return how many customers each two segments share, in one statement.

        Raw SQL: one pass over the customers in sight, who are grouped by the set of
        segments they are in, so that it costs the same however many pairs there are.

        :return: ``{(id, id): customers}``; of a segment and itself its size
        """
        if len(segments) > SEGMENTS_MAX:
            raise UserError(
                self.env._(
                    "At most %(max)s segments are compared at once. Choose fewer.",
                    max=SEGMENTS_MAX,
                )
            )
        customers = self.env["res.partner"].sudo(False)
        everybody = customers.with_context(active_test=False)
        query = everybody._search(Domain("yishang_is_customer", "=", True))
        flags = [
            SQL(
                "CASE WHEN %s THEN %s ELSE 0 END",
                self._get_members_domain(segment)
                .optimize_full(customers)
                ._to_sql(customers, query.table, query),
                1 << number,
            )
            for number, segment in enumerate(segments)
        ]
        sets = query.select(SQL("%s AS segments", SQL(" + ").join(flags)))
        rows = self.env.execute_query(
            SQL("SELECT segments, COUNT(*) FROM (%s) customer GROUP BY segments", sets)
        )
        pairs = Counter()
        for bits, count in rows:
            ids = [one.id for at, one in enumerate(segments) if bits >> at & 1]
            pairs.update({(one, other): count for one in ids for other in ids})
        return pairs

    @api.model
    def _get_members_domain(self, segment):
        """Return the conditions of a segment, archived customers aside as usual."""
        domain = segment._get_customers_domain()
        if any(one.field_expr == "active" for one in domain.iter_conditions()):
            return domain
        return domain & Domain("active", "=", True)
