from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    yishang_is_customer = fields.Boolean(string="CRM Customer", index=True)
    yishang_code = fields.Char(string="Customer Code", copy=False)
    yishang_region_id = fields.Many2one(
        "crm.yishang.region", string="Region", index=True, ondelete="restrict"
    )
