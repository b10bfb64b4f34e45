from markupsafe import Markup

from odoo import api, fields, models


class CrmLead2opportunityPartner(models.TransientModel):
    """Whoever converts a lead is told of the customer that is there already."""

    _inherit = "crm.lead2opportunity.partner"

    yishang_duplicate_warning = fields.Html(
        string="Possible Duplicates", compute="_compute_yishang_duplicate_warning"
    )

    @api.depends("lead_id", "action")
    @api.depends_context("uid")
    def _compute_yishang_duplicate_warning(self):
        for wizard in self:
            wizard.yishang_duplicate_warning = (
                Markup("<br/>").join(wizard.lead_id._yishang_warn_of_duplicates())
                if wizard.lead_id and not wizard.lead_id.partner_id
                else False
            )
