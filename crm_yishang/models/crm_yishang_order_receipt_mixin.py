from odoo import api, fields, models

# Who reads receipts at all.
READERS = ",".join(
    (
        "account.group_account_invoice",
        "account.group_account_readonly",
        "crm_yishang.crm_yishang_group_administrator",
        "crm_yishang.crm_yishang_group_cashier",
        "crm_yishang.crm_yishang_group_report_viewer",
        "crm_yishang.crm_yishang_group_salesperson",
        "crm_yishang.crm_yishang_group_service_manager",
    )
)


class CrmYishangOrderReceiptMixin(models.AbstractModel):
    """The receipts of an order, and how one registers another one."""

    _name = "crm.yishang.order.receipt.mixin"
    _description = "Receipts of an Order"

    yishang_receipt_line_ids = fields.One2many(
        "crm.yishang.receipt.line",
        "order_id",
        string="Receipts",
        copy=False,
        groups=READERS,
    )
    yishang_receipt_count = fields.Integer(
        string="Number of Receipts", compute="_compute_yishang_receipt_count"
    )

    @api.depends("yishang_receipt_line_ids")
    @api.depends_context("uid")
    def _compute_yishang_receipt_count(self):
        self.yishang_receipt_count = 0
        lines = self.env["crm.yishang.receipt.line"]
        if not self.ids or not lines.has_access("read"):
            return
        groups = lines._read_group(
            [("order_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["order_id"],
            ["receipt_id:count_distinct"],
        )
        for order, count in groups:
            order.yishang_receipt_count = count

    def action_yishang_view_receipts(self):
        """Open the receipts of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_receipt_action"
        )
        return {
            **action,
            "domain": [("line_ids.order_id", "=", self.id)],
            "context": self._yishang_prepare_receipt(),
        }

    def action_yishang_register_receipt(self):
        """Open a new receipt with what is owed on the order filled in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register a Receipt"),
            "res_model": "crm.yishang.receipt",
            "view_mode": "form",
            "context": self._yishang_prepare_receipt(),
        }

    def _yishang_prepare_receipt(self):
        """Return the defaults of a receipt, or of a refund once too much was paid."""
        owed = self.yishang_amount_owed
        values = {
            "default_kind": "refund" if owed < 0 else "receipt",
            "default_partner_id": self.yishang_customer_id.id,
            "default_company_id": self.company_id.id,
            "default_currency_id": self.currency_id.id,
        }
        if not self.currency_id.is_zero(owed):
            line = {"order_id": self.id, "amount": abs(owed)}
            values["default_amount"] = abs(owed)
            values["default_line_ids"] = [(0, 0, line)]
        return values
