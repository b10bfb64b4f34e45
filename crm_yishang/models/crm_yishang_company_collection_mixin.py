from odoo import fields, models


class CrmYishangCompanyCollectionMixin(models.AbstractModel):
    """When a company reminds its people of what is to be collected."""

    _name = "crm.yishang.company.collection.mixin"
    _description = "Collection of a Company"

    yishang_collection_days = fields.Integer(
        string="Remind of Instalments",
        default=3,
        help="Days before the due date from which owners are told of an instalment; "
        "0: on the day.",
    )

    _check_yishang_collection_days = models.Constraint(
        "CHECK (yishang_collection_days >= 0)",
        "Days before the due date cannot be negative. Enter 0 to be told on the day.",
    )
