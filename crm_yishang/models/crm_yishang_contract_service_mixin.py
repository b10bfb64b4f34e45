from odoo import fields, models


class CrmYishangContractServiceMixin(models.AbstractModel):
    """What a service contract entitles the customer to; 0: nothing agreed."""

    _name = "crm.yishang.contract.service.mixin"
    _description = "Entitlement of a Service Contract"

    case_limit = fields.Integer(
        string="Cases Included",
        help="Service cases the customer may open in the period; 0: none agreed.",
    )
    visit_limit = fields.Integer(
        string="Visits Included",
        help="Service visits in the period; 0: none agreed.",
    )
    response_hours = fields.Float(
        string="Answer Within",
        help="Hours in which the customer is answered; 0: none agreed.",
    )

    _check_entitlement = models.Constraint(
        "CHECK (case_limit >= 0 AND visit_limit >= 0 AND response_hours >= 0)",
        "What a service contract entitles to cannot be negative.",
    )
