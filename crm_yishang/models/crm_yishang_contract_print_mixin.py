from odoo import models
from odoo.fields import Domain


class CrmYishangContractPrintMixin(models.AbstractModel):
    """What the printed contract says, for colleagues and for the customer alike."""

    _name = "crm.yishang.contract.print.mixin"
    _description = "Printed Contract"

    def _is_binding(self):
        """Return whether both parties have signed."""
        return self.state in ("signed", "running", "expired", "terminated")

    def _get_printed_lines(self):
        """Return the lines of the orders that make up the contract."""
        # sudo: who may print the contract reads what was agreed on.
        orders = self.sudo().order_ids.filtered(lambda order: order.state != "cancel")
        return orders.sorted("id").order_line.filtered_domain(
            Domain("display_type", "=", False)
        )

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.name} {self.subject}"
