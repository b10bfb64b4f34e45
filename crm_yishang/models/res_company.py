from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    yishang_visibility_in_force = fields.Boolean(
        string="Visibility in Force",
        help="Customers and their documents are narrowed to what each role may see.",
    )
