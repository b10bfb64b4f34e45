from odoo import fields, models


class CrmYishangDuplicateMember(models.Model):
    """One of the customers that share a key."""

    _name = "crm.yishang.duplicate.member"
    _description = "Customer with a Shared Key"
    _inherit = "crm.yishang.visible.mixin"
    _log_access = False
    _rec_name = "customer_id"
    _visible_through = ("customer_id",)

    group_id = fields.Many2one(
        "crm.yishang.duplicate.group", required=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
    )

    # A constraint and not an index alone: merging partners looks for those.
    _group_id_uniq = models.Constraint("UNIQUE (group_id, customer_id)")
