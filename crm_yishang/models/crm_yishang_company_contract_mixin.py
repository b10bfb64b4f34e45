from odoo import fields, models


class CrmYishangCompanyContractMixin(models.AbstractModel):
    """When people are told of contracts that end, and what follows."""

    _name = "crm.yishang.company.contract.mixin"
    _description = "Contracts of a Company"

    yishang_contract_reminder_days = fields.Integer(
        string="Remind Before the End",
        default=30,
        help="Days before the end of a contract on which its people are told once; 0: "
        "never.",
    )
    yishang_contract_hold_days = fields.Integer(
        string="Keep Customers After the End",
        default=30,
        help="Days after the end of the last contract before its customer can go into "
        "the public pool.",
    )

    _check_yishang_contract = models.Constraint(
        "CHECK (yishang_contract_reminder_days >= 0"
        " AND yishang_contract_hold_days >= 0)",
        "The days for contracts cannot be negative.",
    )
