from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils


class CrmYishangWorkbenchTargetMixin(models.AbstractModel):
    """This month against target, on the workbench."""

    _name = "crm.yishang.workbench.target.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Targets on the Workbench"

    @api.model
    def _get_target_section(self):
        """Return the month's targets the user answers for, each with its bar."""
        targets = self.env["crm.yishang.target"]
        if not targets.has_access("read"):
            return None
        month = date_utils.start_of(self.env.company._yishang_get_day(), "month")
        domain = (
            Domain("user_id", "=", self.env.uid)
            & Domain("period", "=", "month")
            & Domain("date_from", "=", month)
            & Domain("company_id", "=", self.env.company.id)
        )
        found = targets.search(domain, order="level DESC, kind, id")
        if not found:
            return None
        return {
            "title": self.env._("This month against target"),
            "tiles": [self._get_target_tile(target) for target in found],
            "table": False,
        }

    @api.model
    def _get_target_tile(self, target):
        kinds = dict(target._fields["kind"]._description_selection(self.env))
        label = kinds[target.kind]
        if target.level != "person":
            label = f"{label} · {target._get_subject_name()}"
        notes = [
            f"{target._format_value(target.achieved)}"
            f" / {target._format_value(target.goal)}"
        ]
        if target.rank:
            notes.append(self.env._("Rank %(rank)s", rank=target.rank))
        return {
            "key": f"target_{target.level}_{target.kind}_{target.id}",
            "label": label,
            "text": f"{target.progress:.0f} %",
            "percent": min(round(target.progress), 100),
            "note": " · ".join(notes),
            "is_alert": False,
            "action": {
                "type": "ir.actions.act_window",
                "res_model": target._name,
                "res_id": target.id,
                "views": [[False, "form"]],
            },
        }
