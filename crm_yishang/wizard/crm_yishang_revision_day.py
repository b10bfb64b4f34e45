from odoo import api, fields, models


class CrmYishangRevisionDay(models.TransientModel):
    """What the key data of a customer were on a chosen day."""

    _name = "crm.yishang.revision.day"
    _description = "Key Data on a Day"

    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        domain="[('yishang_is_customer', '=', True)]",
        default=lambda self: self._default_customer_id(),
    )
    date = fields.Date(
        string="As of",
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
        help="The values at the end of that day.",
    )
    content = fields.Html(string="Key Data", compute="_compute_content")

    @api.model
    def _default_customer_id(self):
        context = self.env.context
        is_customer = context.get("active_model") == "res.partner"
        return context.get("active_id") if is_customer else False

    @api.depends("customer_id", "date")
    @api.depends_context("uid", "lang")
    def _compute_content(self):
        past = self.env["crm.yishang.revision.past"]
        for wizard in self:
            known = wizard.customer_id and wizard.date
            wizard.content = known and self.env["ir.qweb"]._render(
                "crm_yishang.crm_yishang_revision_day_table",
                {"rows": past._get_rows(wizard.customer_id, wizard.date)},
            )
