from odoo import fields, models


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
