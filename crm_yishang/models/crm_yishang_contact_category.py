from odoo import models


class CrmYishangContactCategory(models.Model):
    """How somebody was in contact with a customer: visit, phone, WeChat."""

    _name = "crm.yishang.contact.category"
    _description = "Contact Category"
    _inherit = "crm.yishang.dictionary.mixin"
