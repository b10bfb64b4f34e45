from odoo import fields, models


class CrmYishangVisitCallMixin(models.AbstractModel):
    """Calls planned for the customers of a segment."""

    _name = "crm.yishang.visit.call.mixin"
    _description = "Call of a Call List"

    segment_id = fields.Many2one(
        "crm.yishang.segment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Of the call list that planned the call.",
    )

    _segment_call_uniq = models.UniqueIndex(
        "(segment_id, partner_id) WHERE state = 'planned' AND segment_id IS NOT NULL",
        "This customer has an open call of the same segment already.",
    )
