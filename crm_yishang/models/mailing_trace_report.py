from odoo import api, models
from odoo.fields import Domain


class MailingTraceReport(models.Model):
    """The host's report adds up all recipients of a mailing, whoever sees them."""

    _name = "mailing.trace.report"
    _inherit = ["crm.yishang.visible.mixin", "mailing.trace.report"]

    @api.model
    def _get_visible_columns(self):
        return []

    @api.model
    def _get_sight_domain(self, sight, mode):
        return Domain.TRUE if sight.is_open("read") else Domain.FALSE
