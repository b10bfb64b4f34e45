from odoo import fields, models


class CrmYishangReceiptCancel(models.TransientModel):
    """Ask why receipts are turned down or cancelled."""

    _name = "crm.yishang.receipt.cancel"
    _description = "Cancel Receipts"

    receipt_ids = fields.Many2many(
        "crm.yishang.receipt",
        relation="crm_yishang_receipt_cancel_rel",
        string="Receipts",
        required=True,
        default=lambda self: self._default_receipt_ids(),
    )
    reason = fields.Char(required=True)

    def _default_receipt_ids(self):
        if self.env.context.get("active_model") != "crm.yishang.receipt":
            return []
        return self.env.context.get("active_ids", [])

    def action_cancel(self):
        """Cancel the receipts and keep the reason."""
        self.ensure_one()
        self.receipt_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
