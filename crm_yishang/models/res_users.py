from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    yishang_region_id = fields.Many2one("crm.yishang.region", string="Region")
    yishang_managed_region_ids = fields.Many2many(
        "crm.yishang.region",
        relation="crm_yishang_region_manager_rel",
        column1="user_id",
        column2="region_id",
        string="Regions in Charge",
    )
