from odoo import fields, models


class CrmYishangInstructionReply(models.TransientModel):
    """The form in which the recipient answers an instruction."""

    _name = "crm.yishang.instruction.reply"
    _description = "Reply to an Instruction"

    instruction_id = fields.Many2one(
        "crm.yishang.instruction", required=True, ondelete="cascade"
    )
    # Of a hidden instruction nobody reads the text by way of a default.
    body = fields.Text(related="instruction_id.body", related_sudo=False, string="Text")
    reply = fields.Text()

    def action_reply(self):
        """Send the answer to whoever wrote the instruction."""
        self.ensure_one()
        self.instruction_id.action_reply(self.reply)
        return {"type": "ir.actions.act_window_close"}
