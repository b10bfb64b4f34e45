from odoo import api, models


class CrmYishangInstructionOpenMixin(models.AbstractModel):
    """How an instruction leads to its document, and to the form for the answer."""

    _name = "crm.yishang.instruction.open.mixin"
    _description = "Ways from an Instruction"

    def action_open_document(self):
        """Open what the instruction is about."""
        self.ensure_one()
        return self._get_form_action(self.res_model, self.res_id)

    def action_view(self):
        """Open what the instruction is about or, if that is hidden, the instruction."""
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.res_model].browse(self.res_id).exists()
        if document.has_access("read"):
            return self.action_open_document()
        return self._get_form_action(self._name, self.id)

    def action_open_reply(self):
        """Open the form in which the recipient answers."""
        self.ensure_one()
        return {
            **self._get_form_action("crm.yishang.instruction.reply", False),
            "name": self.env._("Reply"),
            "target": "new",
            "context": {"default_instruction_id": self.id},
        }

    @api.model
    def _get_form_action(self, model, res_id):
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "views": [[False, "form"]],
        }
