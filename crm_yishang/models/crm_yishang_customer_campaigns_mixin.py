from odoo import api, fields, models

READERS = (
    "crm_yishang.crm_yishang_group_salesperson,"
    "crm_yishang.crm_yishang_group_service_agent,"
    "crm_yishang.crm_yishang_group_marketing,"
    "crm_yishang.crm_yishang_group_report_viewer"
)


class CrmYishangCustomerCampaignsMixin(models.AbstractModel):
    """The campaigns a customer took part in."""

    _name = "crm.yishang.customer.campaigns.mixin"
    _description = "Campaigns of a Customer"

    yishang_participation_ids = fields.One2many(
        "crm.yishang.campaign.participant",
        "partner_id",
        string="Campaigns",
        copy=False,
        # Whoever has no right on them still reads all fields of a partner.
        groups=READERS,
        help="Searched as “campaigns / campaign”, “campaigns / state”, for instance.",
    )
    yishang_participation_count = fields.Integer(
        string="Number of Campaigns",
        compute="_compute_yishang_participation_count",
        groups=READERS,
    )

    @api.depends("yishang_participation_ids")
    @api.depends_context("uid")
    def _compute_yishang_participation_count(self):
        groups = self.env["crm.yishang.campaign.participant"]._read_group(
            [("partner_id", "in", self._origin.ids)], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.yishang_participation_count = counts.get(partner._origin.id, 0)

    def action_yishang_view_participations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_campaign_participant_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
