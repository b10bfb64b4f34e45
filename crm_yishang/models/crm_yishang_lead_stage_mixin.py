from odoo import api, fields, models

STAGE_FIELDS = frozenset(("active", "probability", "stage_id", "type"))


class CrmYishangLeadStageMixin(models.AbstractModel):
    """An opportunity that remembers how long it was in each stage."""

    _name = "crm.yishang.lead.stage.mixin"
    _description = "Opportunity with Times in Stages"

    yishang_stage_duration_ids = fields.One2many(
        "crm.yishang.stage.duration",
        "lead_id",
        string="Times in Stages",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        self.env["crm.yishang.stage.duration"]._follow(leads)
        return leads

    def write(self, vals):
        result = super().write(vals)
        if STAGE_FIELDS & vals.keys():
            self.env["crm.yishang.stage.duration"]._follow(self)
        return result
