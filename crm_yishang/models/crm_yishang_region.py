from odoo import api, fields, models


class CrmYishangRegion(models.Model):
    """One node of the sales territory: a province, a city or a district."""

    _name = "crm.yishang.region"
    _description = "Region"
    _inherit = "crm.yishang.dictionary.mixin"
    _parent_store = True
    _order = "code"

    parent_id = fields.Many2one("crm.yishang.region", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    manager_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_region_manager_rel",
        column1="region_id",
        column2="user_id",
        string="In Charge",
        help="They see every customer of this region and of the regions below it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        regions = super().create(vals_list)
        self.env["crm.yishang.policy"]._forget()
        return regions

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.yishang.policy"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.yishang.policy"]._forget()
        return result
