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
    yishang_case_reopen_days = fields.Integer(
        string="Customers Reopen Cases",
        default=30,
        help="Days after closing in which customers reopen a case in the portal; "
        "0: none.",
    )
    yishang_return_call_days = fields.Integer(
        string="Return Call After",
        default=3,
        help="Days after closing on which the customer is asked whether it is solved; "
        "0: no return calls.",
    )
    yishang_upload_megabytes = fields.Integer(
        string="Size of Customers' Files",
        default=10,
        help="Megabytes a file has at most that a customer puts on a case.",
    )
    yishang_upload_count = fields.Integer(
        string="Number of Customers' Files",
        default=10,
        help="Files a customer sends at most with a case or a message; 0: none.",
    )

    _check_yishang_service_days = models.Constraint(
        "CHECK (LEAST(yishang_case_read_days, yishang_return_call_days,"
        " yishang_case_reopen_days) >= 0)",
        "Days of the service cannot be negative. Enter 0 for none.",
    )
    _check_yishang_upload = models.Constraint(
        "CHECK (yishang_upload_megabytes BETWEEN 1 AND 100"
        " AND yishang_upload_count BETWEEN 0 AND 50)",
        "Customers' files have 1 to 100 megabytes, and there are at most 50 at a time.",
    )
