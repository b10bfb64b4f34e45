from odoo import fields, models


class CrmYishangSegmentMember(models.Model):
    """A customer in the snapshot of a segment: who put it there, and when."""

    _name = "crm.yishang.segment.member"
    _description = "Member of a Segment"
    _inherit = "crm.yishang.visible.mixin"
    _order = "create_date DESC, id DESC"
    _rec_name = "partner_id"

    _visible_through = ("partner_id",)

    segment_id = fields.Many2one(
        "crm.yishang.segment", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    create_uid = fields.Many2one("res.users", string="Added by", readonly=True)
    create_date = fields.Datetime(string="Added on", readonly=True)

    # A constraint and not an index alone: merging partners looks for those.
    _partner_uniq = models.Constraint("UNIQUE (segment_id, partner_id)")
