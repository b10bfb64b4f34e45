from odoo import api, models


class CrmYishangRememberedMixin(models.AbstractModel):
    """Records that answers are remembered of, from request to request.

    A few lookups of the host are made for every order and nearly always find the same.
    Whatever changes the records forgets them all, and once more after the commit:
    somebody else may have asked in between, who did not see the change yet.
    """

    _name = "crm.yishang.remembered.mixin"
    _description = "Records That Answers Are Remembered Of"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._yishang_forget()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._yishang_forget()
        return result

    def unlink(self):
        result = super().unlink()
        self._yishang_forget()
        return result

    @api.model
    def _yishang_forget(self):
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
