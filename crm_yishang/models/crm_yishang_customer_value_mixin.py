from odoo import fields, models


class CrmYishangCustomerValueMixin(models.AbstractModel):
    """What runs found a customer to be worth."""

    _name = "crm.yishang.customer.value.mixin"
    _description = "Value of a Customer"

    yishang_value_ids = fields.One2many(
        "crm.yishang.value.score", "partner_id", string="Customer Value"
    )
    yishang_value_history_ids = fields.One2many(
        "crm.yishang.value.history", "partner_id", string="History of Customer Value"
    )
