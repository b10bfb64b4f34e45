from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmYishangCampaignInvite(models.TransientModel):
    """Invite customers to a campaign, as far as the user sees them."""

    _name = "crm.yishang.campaign.invite"
    _description = "Invite to a Campaign"

    campaign_id = fields.Many2one(
        "utm.campaign",
        required=True,
        domain="[('yishang_kind_id', '!=', False),"
        " ('yishang_state', 'not in', ('done', 'cancelled'))]",
    )
    segment_id = fields.Many2one("crm.yishang.segment")
    region_id = fields.Many2one(
        "crm.yishang.region", help="Its customers, and those of the regions below."
    )
    customer_ids = fields.Many2many(
        "res.partner",
        relation="crm_yishang_campaign_invite_rel",
        string="Customers",
        default=lambda self: self._default_customer_ids(),
        domain="[('yishang_is_customer', '=', True)]",
    )
    count = fields.Integer(
        string="Customers to Invite",
        compute="_compute_count",
        help="Of those you see; who is in the campaign already is not invited again.",
    )

    @api.model
    def _default_customer_ids(self):
        if self.env.context.get("active_model") != "res.partner":
            return []
        return self.env.context.get("active_ids", [])

    @api.depends("campaign_id", "customer_ids", "region_id", "segment_id")
    @api.depends_context("uid")
    def _compute_count(self):
        for wizard in self:
            known = Domain(
                "yishang_participation_ids.campaign_id", "=", wizard.campaign_id.id
            )
            wizard.count = self.env["res.partner"].search_count(
                wizard._get_customers_domain() & ~known
            )

    def _get_customers_domain(self):
        """Return whom the wizard names, as a ``Domain`` on customers."""
        domains = []
        if self.customer_ids:
            domains.append(Domain("id", "in", self.customer_ids._origin.ids))
        if self.segment_id:
            domains.append(self.segment_id._origin._get_customers_domain())
        if self.region_id:
            region = self.region_id._origin.id
            domains.append(Domain("yishang_region_id", "child_of", region))
        return Domain("yishang_is_customer", "=", True) & Domain.OR(domains)

    def action_invite(self):
        """Invite them, say how many, and show the participants."""
        self.ensure_one()
        domain = self._get_customers_domain()
        if domain.is_false():
            raise UserError(self.env._("Choose whom to invite to the campaign."))
        added = self.campaign_id._yishang_invite(domain)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if added else "info",
                "message": self.env._(
                    "%(count)s customers invited to %(campaign)s.",
                    count=added,
                    campaign=self.campaign_id.title,
                ),
                "next": self.campaign_id.action_yishang_view_participants(),
            },
        }
