from odoo import fields, models


class CrmYishangCustomerTouchesMixin(models.AbstractModel):
    """What was sent to a customer and its contacts."""

    _name = "crm.yishang.customer.touches.mixin"
    _description = "Mailings to a Customer"

    yishang_trace_ids = fields.One2many(
        "mailing.trace",
        "yishang_customer_id",
        string="Mailings",
        domain=[("is_test_trace", "!=", True)],
    )
