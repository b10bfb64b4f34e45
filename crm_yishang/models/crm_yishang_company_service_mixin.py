from odoo import fields, models


class CrmYishangCompanyServiceMixin(models.AbstractModel):
    """How the service of a company works."""

    _name = "crm.yishang.company.service.mixin"
    _description = "Service of a Company"

    yishang_case_read_days = fields.Integer(
        string="Customers of Closed Cases Stay Readable",
        default=30,
        help="Days in which agents still read the customer after a case was closed; "
        "0: none.",
    )
    yishang_return_call_days = fields.Integer(
        string="Return Call After",
        default=3,
        help="Days after closing on which the customer is asked whether it is solved; "
        "0: no return calls.",
    )

    _check_yishang_service_days = models.Constraint(
        "CHECK (LEAST(yishang_case_read_days, yishang_return_call_days) >= 0)",
        "Days of the service cannot be negative. Enter 0 for none.",
    )
