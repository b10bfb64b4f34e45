from odoo import api, models

from .crm_yishang_service_progress_mixin import DONE_KINDS

TEXT_FIELDS = frozenset(("description", "result", "stage_id", "subject"))


class CrmYishangServiceTextMixin(models.AbstractModel):
    """A case that is found by its words once it is solved."""

    _name = "crm.yishang.service.text.mixin"
    _description = "Service Case Found by Its Words"

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        done = cases.filtered(lambda case: case.state in DONE_KINDS)
        done._refresh_text()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if TEXT_FIELDS & vals.keys():
            self._refresh_text()
        return result

    def _refresh_text(self):
        if self:
            # sudo: the texts are read by nobody, the search alone compares them.
            self.env["crm.yishang.service.text"].sudo()._refresh(self.sudo())

    def _get_similar_texts(self):
        """Return what the case is found by: nothing before it is solved."""
        if self.state not in DONE_KINDS:
            return ()
        return self.subject, self.description, self.result
