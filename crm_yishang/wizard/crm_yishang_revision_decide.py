from odoo import fields, models


class CrmYishangRevisionDecide(models.TransientModel):
    """Approve or refuse one or many requests, with a word to those who asked."""

    _name = "crm.yishang.revision.decide"
    _description = "Decide on Revisions"

    revision_ids = fields.Many2many(
        "crm.yishang.revision",
        relation="crm_yishang_revision_decide_rel",
        string="Requests",
        required=True,
        default=lambda self: self._default_revision_ids(),
    )
    comment = fields.Char(help="Whoever asked reads it. Needed to refuse.")

    def _default_revision_ids(self):
        if self.env.context.get("active_model") != "crm.yishang.revision":
            return []
        return self.env.context.get("active_ids", [])

    def action_approve(self):
        """Approve the requests."""
        return self._close(self.revision_ids.action_approve(self.comment))

    def action_refuse(self):
        """Refuse the requests."""
        return self._close(self.revision_ids.action_refuse(self.comment))

    def _close(self, action):
        close = {"type": "ir.actions.act_window_close"}
        if action is True:
            return close
        action["params"]["next"] = close
        return action
