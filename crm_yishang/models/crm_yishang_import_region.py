from odoo import api, models

from ..tools.import_settings_sheets import REGIONS


class CrmYishangImportRegion(models.AbstractModel):
    """The region tree."""

    _name = "crm.yishang.import.region"
    _inherit = "crm.yishang.import.tree"
    _description = "Import of Regions"

    _import_action = "crm_yishang.crm_yishang_region_action"
    _import_sequence = 30
    _tree_parent = "parent_id"
    _tree_names = ("code", "name")

    @api.model
    def _get_kinds(self):
        return {"region": self.env._("Regions")}

    @api.model
    def _get_sheets(self, kind):
        return (REGIONS,)

    @api.model
    def _get_model(self, kind):
        return self.env["crm.yishang.region"]

    @api.model
    def _find_parents(self, column, terms):
        regions = self.env["crm.yishang.region"].with_context(active_test=False)
        return regions._find_by_names(terms)

    @api.model
    def _is_own_superior(self, row, column):
        parent_id = row.values.get(column.name)
        if row.record_id and isinstance(parent_id, int) and parent_id:
            parent = self.env["crm.yishang.region"].browse(parent_id)
            return str(row.record_id) in parent.parent_path.split("/")
        return super()._is_own_superior(row, column)

    @api.model
    def _get_vals(self, model, row):
        vals = super()._get_vals(model, row)
        if parent_id := self._get_parent_id(row):
            vals["parent_id"] = parent_id
        return vals
