from odoo import api, models

# (Entry of the host, entry of the addon that stands for it).
REPLACED = (
    ("base.action_partner_merge", "crm_yishang.base_partner_merge_action_customer"),
)


class IrActionsActions(models.Model):
    """Whoever sees an entry of the addon does not see the one of the host beside it."""

    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        bindings = super().get_bindings(model_name)
        actions = bindings.get("action", ())
        ids = {action["id"] for action in actions}
        dropped = set()
        for hosts, own in REPLACED:
            host_id, own_id = (
                self.env["ir.model.data"]._xmlid_to_res_id(name)
                for name in (hosts, own)
            )
            if own_id in ids:
                dropped.add(host_id)
        if not dropped:
            return bindings
        kept = [action for action in actions if action["id"] not in dropped]
        return {**bindings, "action": kept}
