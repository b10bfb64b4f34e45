from odoo import fields, models


class CrmYishangContractReason(models.TransientModel):
    """Ask why contracts are refused, or why they end before their time."""

    _name = "crm.yishang.contract.reason"
    _description = "Reason for a Contract"

    contract_ids = fields.Many2many(
        "crm.yishang.contract",
        relation="crm_yishang_contract_reason_rel",
        required=True,
    )
    purpose = fields.Selection(
        [("refuse", "Refuse"), ("terminate", "Terminate")],
        required=True,
        default="terminate",
    )
    date = fields.Date(
        string="Last Day",
        default=lambda self: self.env.company._yishang_get_day(),
        help="The last day on which the contract is in force.",
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Do what the reason is for."""
        self.ensure_one()
        if self.purpose == "refuse":
            self.contract_ids.action_refuse(self.reason)
        else:
            self.contract_ids.action_terminate(self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}
