from odoo import models


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _tracking_value_format_model(self, model):
        """Mask old and new numbers in the history of a document."""
        formatted = super()._tracking_value_format_model(model)
        if model and formatted:
            road = self.env["crm.yishang.mask.road"]
            road._mask_history(self.env[model], self, formatted)
        return formatted
