from odoo import api, models
from odoo.tools import SQL


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "crm.yishang.document.mixin"]

    _yishang_scope_idx = models.Index("(yishang_scope_key, date DESC, id DESC)")

    @api.depends("move_type")
    def _compute_yishang_scope(self):
        """Only sales documents are narrowed: bills of a vendor who buys, too, stay."""
        super()._compute_yishang_scope()
        for move in self.filtered(lambda move: not move.is_sale_document(True)):
            move.yishang_customer_id = False
            move.yishang_scope_key = 0
            move.yishang_scope_region_id = False

    @api.model
    def _sql_is_narrowed(self, alias):
        return SQL(
            "%s = ANY(%s)",
            SQL.identifier(alias, "move_type"),
            self.get_sale_types(include_receipts=True),
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        return self.env["crm.yishang.policy"]._drop_blind_recipients(self, recipients)
