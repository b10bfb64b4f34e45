from odoo import fields, models


class CrmYishangCompanyRiskMixin(models.AbstractModel):
    """When a company holds a customer to be at risk of being lost."""

    _name = "crm.yishang.company.risk.mixin"
    _description = "Risk of Loss in a Company"

    yishang_risk_factor = fields.Float(
        string="Silent for Times the Own Rhythm",
        default=2.0,
        digits=(4, 1),
        help="A customer is at risk when the days since its last order, or since its "
        "last contact, are more than so many times the median interval between its "
        "own; 0: never.",
    )
    yishang_risk_count = fields.Integer(
        string="Days That Make a Rhythm",
        default=4,
        help="Days with orders, or with contacts, a customer has at least before one "
        "speaks of its own rhythm. Several on one day are one.",
    )
    yishang_risk_min_days = fields.Integer(
        string="Silence Begins After",
        default=30,
        help="Days that are no silence yet, however short the rhythm is.",
    )
    yishang_risk_drop = fields.Float(
        string="Points a Score May Fall",
        default=10.0,
        digits=(4, 1),
        help="A customer is at risk when its value falls by more from one run to the "
        "next; 0: never.",
    )
    yishang_risk_overdue_days = fields.Integer(
        string="Money Overdue",
        default=30,
        help="A customer is at risk when it owes money for more days; 0: never.",
    )
    yishang_risk_rest_days = fields.Integer(
        string="Peace After a Decision",
        default=30,
        help="Days in which a customer is left alone after somebody decided on its "
        "risk; 0: none.",
    )
    yishang_date_risks = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Day of the company on which all its customers were last looked at.",
    )

    _check_yishang_risk = models.Constraint(
        "CHECK (LEAST(yishang_risk_factor, yishang_risk_drop, yishang_risk_min_days,"
        " yishang_risk_overdue_days, yishang_risk_rest_days) >= 0"
        " AND yishang_risk_count >= 2)",
        "Risk of loss: no number can be negative, and a rhythm takes two days at "
        "least.",
    )
