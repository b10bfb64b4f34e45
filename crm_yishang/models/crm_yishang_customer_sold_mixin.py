from odoo import models

# Of what type the buyer of an order is, and who that is.
SOLD_AS = frozenset(("is_company", "parent_id", "yishang_type_id"))


class CrmYishangCustomerSoldMixin(models.AbstractModel):
    """Customers that tell the totals of reports of what type they are."""

    _name = "crm.yishang.customer.sold.mixin"
    _description = "Customer Whose Type Counts in Totals"

    def write(self, vals):
        result = super().write(vals)
        if SOLD_AS & vals.keys():
            self.env["crm.yishang.total.dirty"]._mark_customers(self.ids)
        return result
