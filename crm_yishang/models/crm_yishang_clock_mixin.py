from odoo import api, models


class CrmYishangClockMixin(models.AbstractModel):
    """Documents that keep their customer out of the public pool for a while."""

    _name = "crm.yishang.clock.mixin"
    _description = "Documents That Keep a Customer"

    # Fields that say whether, and since when, the document counts.
    _clock_triggers = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._yishang_start_clock()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if self._clock_triggers & vals.keys():
            self._yishang_start_clock()
        return result

    def _yishang_start_clock(self):
        if self.env["crm.yishang.pool.rule"]._has_rules():
            # sudo: the customer counts, whoever may see it.
            customers = self.sudo().yishang_customer_id
            self.env["crm.yishang.pool.clock"]._refresh(customers.ids)
