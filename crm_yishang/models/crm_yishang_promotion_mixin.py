from odoo import api, fields, models


class CrmYishangPromotionMixin(models.AbstractModel):
    """Messages that nobody is to get who said no before they are delivered.

    They may wait in a queue for hours: whom to leave alone is asked again by then.
    """

    _name = "crm.yishang.promotion.mixin"
    _description = "Asks the Blacklist when it is Delivered"

    yishang_is_promotion = fields.Boolean(export_string_translation=False)

    def _yishang_get_promotions(self):
        return self.filtered(
            lambda one: one.yishang_is_promotion or one.mailing_id.use_exclusion_list
        )

    @api.model
    def _yishang_find_refused(self, model, name, addresses):
        """Return which of these addresses are on a list of those to be left alone."""
        # sudo: whom to leave alone holds for everybody.
        entries = self.env[model].sudo().search([(name, "in", list(addresses))])
        return set(entries.mapped(name))
