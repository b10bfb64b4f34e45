from ast import literal_eval

from odoo import fields, models


class CrmYishangServiceAliasMixin(models.AbstractModel):
    """The mail address of a service team: what is sent there becomes a case."""

    _name = "crm.yishang.service.alias.mixin"
    _description = "Mail Address of a Service Team"

    is_receipt_sent = fields.Boolean(
        string="Confirm Mails",
        default=True,
        help="Whoever opens a case by mail is told at once that it was received, and "
        "its number. Programs and colleagues are not.",
    )
    receipt_template_id = fields.Many2one(
        "mail.template",
        string="Mail That Confirms",
        domain="[('model', '=', 'crm.yishang.service.case')]",
        ondelete="restrict",
        help="Empty: the one of the app.",
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id(
            "crm.yishang.service.case"
        )
        if self.id:
            defaults = literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "team_id": self.id}
        return values
