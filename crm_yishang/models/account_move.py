from odoo import api, models
from odoo.tools import SQL


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = [
        "crm.yishang.invoice.money.mixin",
        "crm.yishang.document.mixin",
        "crm.yishang.masked.mixin",
        "account.move",
    ]
    _yishang_stays = ("invoice_user_id",)

    # Bills stay visible, see below.
    _masked_texts = {"invoice_partner_display_name": "partner_id"}

    _yishang_scope_idx = models.Index("(yishang_scope_key, date DESC, id DESC)")

    @api.depends("move_type")
    def _compute_yishang_scope(self):
        """Bills of a vendor who buys, too, are not narrowed."""
        super()._compute_yishang_scope()
        for move in self.filtered(lambda move: move.is_purchase_document(True)):
            move.yishang_customer_id = False
            move.yishang_scope_key = 0
            move.yishang_scope_region_id = False

    @api.model
    def _sql_is_narrowed(self, alias):
        return SQL(
            "%s != ALL(%s)",
            SQL.identifier(alias, "move_type"),
            self.get_purchase_types(include_receipts=True),
        )
