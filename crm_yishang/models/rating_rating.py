from odoo import models


class RatingRating(models.Model):
    """A rating is hidden with the document it is about."""

    _name = "rating.rating"
    _inherit = ["crm.yishang.attached.mixin", "rating.rating"]

    def _get_document(self):
        return self.res_model, self.res_id
