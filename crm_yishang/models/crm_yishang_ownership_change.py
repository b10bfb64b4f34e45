from odoo import api, fields, models

from ..tools.ledger_table import LedgerColumn, LedgerTable
from .crm_yishang_ownership_move import KINDS


class CrmYishangOwnershipChange(models.Model):
    """One customer changed hands: from whom to whom, when, why and by whom.

    Written by ``crm.yishang.ownership`` alone, for all customers of a move at once.
    """

    _name = "crm.yishang.ownership.change"
    _description = "Ownership History"
    _inherit = [
        "crm.yishang.immutable.mixin",
        "crm.yishang.visible.mixin",
        "crm.yishang.ledger.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "customer_id"

    _visible_through = ("customer_id",)
    _yishang_stays = ("old_owner_id", "new_owner_id")

    # sudo of the host: who reads a change reads what it belongs to.
    move_id = fields.Many2one(
        "crm.yishang.ownership.move",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="move_id.company_id")
    customer_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(KINDS, string="What Happened", required=True, readonly=True)
    old_owner_id = fields.Many2one(
        "res.users", string="From", readonly=True, ondelete="restrict"
    )
    new_owner_id = fields.Many2one(
        "res.users", string="To", readonly=True, ondelete="restrict"
    )
    old_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region Before",
        readonly=True,
        ondelete="restrict",
    )
    new_region_id = fields.Many2one(
        "crm.yishang.region", string="Region After", readonly=True, ondelete="restrict"
    )
    reason = fields.Char(related="move_id.reason")
    user_id = fields.Many2one(related="move_id.user_id", string="By")

    _customer_idx = models.Index("(customer_id, date DESC, id DESC)")
    _old_owner_idx = models.Index("(old_owner_id, date) WHERE old_owner_id IS NOT NULL")

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="ownership",
            title=self.env._("Ownership History"),
            sequence=90,
            customer="customer_id",
            order="date DESC, id DESC",
            columns=(
                LedgerColumn("date", self.env._("Date"), "date"),
                "kind",
                "old_owner_id",
                "new_owner_id",
                "user_id",
                "reason",
            ),
        )
        return [*super()._get_ledger_tables(), table]
