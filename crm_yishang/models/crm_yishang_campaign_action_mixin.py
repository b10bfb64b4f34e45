from odoo import models

# The list a figure of a campaign opens, by the name of the figure.
LISTS = {
    "leads": ("crm_yishang.crm_lead_action_campaign", ()),
    "opportunities": (
        "crm_yishang.crm_lead_action_campaign",
        (("type", "=", "opportunity"),),
    ),
    "orders": ("sale.action_orders", (("state", "=", "sale"),)),
}


class CrmYishangCampaignActionMixin(models.AbstractModel):
    """What the figures of a campaign open."""

    _name = "crm.yishang.campaign.action.mixin"
    _description = "Records Behind the Figures of a Campaign"

    def action_yishang_view_leads(self):
        return self._yishang_view("leads")

    def action_yishang_view_opportunities(self):
        return self._yishang_view("opportunities")

    def action_yishang_view_orders(self):
        return self._yishang_view("orders")

    def action_yishang_view_receipts(self):
        """Open the confirmed receipts of the orders that name the campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_receipt_action"
        )
        return {
            **action,
            "domain": [
                ("state", "=", "confirmed"),
                ("line_ids.order_id.campaign_id", "=", self.id),
            ],
            "context": {"create": False},
        }

    def _yishang_view(self, name):
        self.ensure_one()
        action, domain = LISTS[name]
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": [("campaign_id", "=", self.id), *domain],
            "context": {"create": False, "active_test": False},
        }
