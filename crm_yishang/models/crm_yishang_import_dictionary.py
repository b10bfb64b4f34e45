from odoo import api, models

from ..tools.import_settings_sheets import dictionary_sheet

INDUSTRY = "res.partner.industry"
MIXIN = "crm.yishang.dictionary.mixin"


class CrmYishangImportDictionary(models.AbstractModel):
    """Entries of any dictionary; the kind is the model's name."""

    _name = "crm.yishang.import.dictionary"
    _inherit = "crm.yishang.import.kind"
    _description = "Import of Dictionaries"

    _import_sequence = 40

    @api.model
    def _get_kinds(self):
        names = sorted(self.env.registry.descendants([MIXIN], "_inherit"))
        models_ = [self.env[name] for name in [*names, INDUSTRY]]
        return {
            model._name: self.env["ir.model"]._get(model._name).name
            for model in models_
            # Regions are a tree and have an importer of their own.
            if not model._abstract and "parent_id" not in model._fields
        }

    @api.model
    def _get_sheets(self, kind):
        model = self.env[kind]
        # A sheet's title has at most 31 characters, and not all of them.
        title = self._get_kinds()[kind].replace("/", " ")[:31]
        return (
            dictionary_sheet(title, model._code_field, "sequence" in model._fields),
        )

    @api.model
    def _get_model(self, kind):
        return self.env[kind]
