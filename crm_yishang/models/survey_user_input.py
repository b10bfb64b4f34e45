from odoo import api, models
from odoo.fields import Domain

from .mailing_trace import IN_SIGHT


class SurveyUserInput(models.Model):
    """What somebody answered, visible as the customer who did."""

    _name = "survey.user_input"
    _inherit = ["crm.yishang.document.mixin", "survey.user_input"]

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get(IN_SIGHT):
            domain = Domain(domain) & self._get_visible_domain("read")
        return super()._search(domain, *args, **kwargs)
