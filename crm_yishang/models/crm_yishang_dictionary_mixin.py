from odoo import api, fields, models


class CrmYishangDictionaryMixin(models.AbstractModel):
    """A list of terms an administrator maintains: code and name, in an order.

    The entries belong to all companies. A dictionary without views of its own shows
    those of this mixin.
    """

    _name = "crm.yishang.dictionary.mixin"
    _description = "Dictionary Entry"
    _inherit = ["crm.yishang.code.mixin", "crm.yishang.referenced.mixin"]
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True,
        help="Unique in this list whatever its case, archived entries included.",
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True,
        help="An archived entry stays where it is used and can no longer be chosen.",
    )

    _code_uniq = models.UniqueIndex(
        "(lower(code))",
        "This code is taken, perhaps by an archived entry. Choose another code.",
    )

    @api.model
    def _get_default_list_view(self):
        return self._get_dictionary_view("list")

    @api.model
    def _get_default_search_view(self):
        return self._get_dictionary_view("search")

    @api.model
    def _get_default_form_view(self):
        return self._get_dictionary_view("form")

    @api.model
    def _get_dictionary_view(self, view_type):
        """Return the view all dictionaries share, with what others added to it."""
        xmlid = f"crm_yishang.crm_yishang_dictionary_mixin_view_{view_type}"
        # sudo: views are the administrator's, everybody sees their result.
        return self.env.ref(xmlid).sudo()._get_combined_arch()
