from odoo import fields, models

# Days for which a customer is shared unless the leader says otherwise.
SHARED_DAYS = 90


class CrmYishangDuplicateDecide(models.TransientModel):
    """Answer a request for a customer."""

    _name = "crm.yishang.duplicate.decide"
    _description = "Answer a Request for a Customer"

    request_id = fields.Many2one(
        "crm.yishang.duplicate.request",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    decision = fields.Selection(
        [("shared", "Share"), ("moved", "Pass On"), ("refused", "Refuse")],
        required=True,
        default="shared",
    )
    access_right = fields.Selection(
        [("read", "Read"), ("write", "Read and Write")],
        string="Right",
        default="read",
    )
    date_end = fields.Date(
        string="Until",
        default=lambda self: fields.Date.add(
            self.env.company._yishang_get_day(), days=SHARED_DAYS
        ),
        help="Last day on which the requester works on the customer.",
    )
    answer = fields.Text(help="The requester reads it.")

    def action_decide(self):
        """Do what was decided, tell the requester, and go back to the list.

        Whoever handed the customer over may see the request no more.
        """
        self.ensure_one()
        self.request_id._decide(
            self.decision, self.answer, self.access_right, self.date_end
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_duplicate_request_action"
        )
