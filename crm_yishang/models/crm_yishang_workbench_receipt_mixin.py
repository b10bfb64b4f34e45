from odoo import api, models
from odoo.fields import Domain

from .crm_yishang_receipt_cashier_mixin import CASHIER


class CrmYishangWorkbenchReceiptMixin(models.AbstractModel):
    """What the workbench says about receipts that wait for a cashier."""

    _name = "crm.yishang.workbench.receipt.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Receipts on the Workbench"

    @api.model
    def _get_receipt_tiles(self):
        """Return the tile with the receipts a cashier has to confirm."""
        if not self.env.user.has_group(CASHIER):
            return []
        return [
            self._get_count_tile(
                "receipts_waiting",
                self.env._("Receipts to confirm"),
                "crm.yishang.receipt",
                Domain("state", "=", "draft"),
                True,
            )
        ]
