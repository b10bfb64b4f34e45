from odoo import api, fields, models

from ..models.crm_yishang_instruction_due_mixin import REPLIED_KINDS


class CrmYishangInstructionWrite(models.TransientModel):
    """The form in which a leader writes an instruction on a document."""

    _name = "crm.yishang.instruction.write"
    _description = "Write an Instruction"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    kind = fields.Selection(
        selection=lambda self: self._get_kinds(), required=True, default="instruction"
    )
    body = fields.Text(string="Text")
    needs_reply = fields.Boolean(
        compute="_compute_needs_reply", store=True, readonly=False
    )
    date_due = fields.Date(string="Reply Until")

    @api.model
    def _get_kinds(self):
        field = self.env["crm.yishang.instruction"]._fields["kind"]
        return field._description_selection(self.env)

    @api.depends("kind")
    def _compute_needs_reply(self):
        for wizard in self:
            wizard.needs_reply = wizard.kind in REPLIED_KINDS

    def action_write(self):
        """Send the instruction to whoever works on the document.

        :raise UserError: without words, unless it is the mark that it was read
        """
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        document._yishang_instruct(
            self.kind, self.body, self.needs_reply, self.date_due
        )
        return {"type": "ir.actions.act_window_close"}
