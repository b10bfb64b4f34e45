from odoo import fields, models


class CrmYishangDictionaryMixin(models.AbstractModel):
    """A list of terms an administrator maintains: code and name, in an order."""

    _name = "crm.yishang.dictionary.mixin"
    _description = "Dictionary Entry"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
