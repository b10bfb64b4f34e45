from odoo import fields, models


class CrmYishangServiceType(models.Model):
    """What a customer asks of the service: inquiry, repair, complaint."""

    _name = "crm.yishang.service.type"
    _description = "Service Type"
    _inherit = "crm.yishang.dictionary.mixin"

    is_complaint = fields.Boolean(
        string="Complaint",
        help="Cases of this type need cause, measures and the customer's answer, and a "
        "leader closes them.",
    )
