from odoo import api, models
from odoo.tools.misc import formatLang


class CrmYishangWorkbenchMixin(models.AbstractModel):
    """How a figure of the workbench is counted, written and opened."""

    _name = "crm.yishang.workbench.mixin"
    _description = "Figures of the Workbench"

    @api.model
    def _get_count_tile(self, key, label, model, domain, is_alert=False):
        count = self.env[model].search_count(domain)
        return {
            "key": key,
            "label": label,
            "text": f"{count:,}",
            "is_alert": bool(is_alert and count),
            "action": self._get_action(model, domain, label),
        }

    @api.model
    def _get_action(self, model, domain, name):
        """Return the action that lists the records behind a figure."""
        views = [[False, "list"], [False, "form"]]
        if model == "res.partner":
            views = [
                [self.env.ref(f"crm_yishang.crm_yishang_customer_view_{kind}").id, kind]
                for kind in ("list", "kanban", "form")
            ]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": list(domain),
            "views": views,
            "context": {"create": False} if model == "mail.activity" else {},
        }

    @api.model
    def _format_amount(self, amount):
        return formatLang(
            self.env, amount or 0.0, currency_obj=self.env.company.currency_id
        )
