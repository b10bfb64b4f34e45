from odoo import api, fields, models

KINDS = [
    ("assign", "Assigned"),
    ("claim", "Claimed"),
    ("return", "Returned to the Pool"),
    ("reclaim", "Reclaimed into the Pool"),
    ("handover", "Handed Over"),
    ("undo", "Handover Undone"),
    ("freeze", "Parked with the Superior"),
    ("region", "Region Changed"),
    ("merge", "Merged"),
    ("system", "By the System"),
]


class CrmYishangOwnershipMove(models.Model):
    """One operation in which customers changed hands, together with what hangs on them.

    Who it concerned stands in ``crm.yishang.ownership.change``, what went along in
    ``crm.yishang.ownership.item``.
    """

    _name = "crm.yishang.ownership.move"
    _description = "Move of Customers"
    _inherit = ["crm.yishang.immutable.mixin"]
    _order = "id DESC"
    _rec_name = "kind"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, ondelete="restrict"
    )
    change_ids = fields.One2many("crm.yishang.ownership.change", "move_id")
    item_ids = fields.One2many("crm.yishang.ownership.item", "move_id")

    @api.model
    def _begin(self, kind, reason=False):
        """Return a new move, to which changes and items are added next."""
        return self.create(
            {
                "company_id": self.env.company.id,
                "kind": kind,
                "reason": reason,
                "user_id": self.env.uid,
            }
        )

    @api.model
    def _get_kind_label(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

    def _get_counts(self):
        """Return how many records of each model went along: ``{model: number}``."""
        groups = self.env["crm.yishang.ownership.item"]._read_group(
            [("move_id", "in", self.ids)], ["res_model"], ["__count"]
        )
        return {**dict(groups)}
