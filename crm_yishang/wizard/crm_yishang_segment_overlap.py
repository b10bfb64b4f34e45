from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
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

        Raw SQL: customers are grouped by the set of segments they are in, so that it
        costs the same however many pairs there are.

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
        arms = [
            customers._search(segment._get_customers_domain()).select(
                SQL("res_partner.id AS id"), SQL("%s AS segment_id", segment.id)
            )
            for segment in segments
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT segment_ids, COUNT(*) FROM (
                    SELECT array_agg(member.segment_id) AS segment_ids
                    FROM (%s) member GROUP BY member.id
                ) customer GROUP BY segment_ids
                """,
                SQL(" UNION ALL ").join(SQL("(%s)", arm) for arm in arms),
            )
        )
        pairs = Counter()
        for ids, count in rows:
            pairs.update({(one, other): count for one in ids for other in ids})
        return pairs
