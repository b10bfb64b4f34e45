from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

PARTICIPANT = "crm.yishang.campaign.participant"


class CrmYishangCampaignAudienceMixin(models.AbstractModel):
    """The customers a campaign addresses.

    Who was to be reached is written down once, as it was on that day: a segment may be
    another one tomorrow.
    """

    _name = "crm.yishang.campaign.audience.mixin"
    _description = "Audience of a Campaign"

    yishang_segment_id = fields.Many2one(
        "crm.yishang.segment",
        string="Segment",
        ondelete="restrict",
        index="btree_not_null",
        help="Whom the campaign is for. Those who are invited are noted once; the "
        "others of the segment are what its effect is compared with.",
    )
    yishang_participant_ids = fields.One2many(
        PARTICIPANT,
        "campaign_id",
        string="Participants",
        groups="crm_yishang.crm_yishang_group_salesperson,"
        "crm_yishang.crm_yishang_group_service_agent,"
        "crm_yishang.crm_yishang_group_marketing,"
        "crm_yishang.crm_yishang_group_report_viewer",
    )
    yishang_invited = fields.Integer(
        string="Invited",
        compute="_compute_yishang_audience",
        help="Customers the campaign addressed, as far as you see them.",
    )
    yishang_attended = fields.Integer(
        string="Attended", compute="_compute_yishang_audience"
    )

    @api.depends("yishang_participant_ids.state")
    @api.depends_context("uid")
    def _compute_yishang_audience(self):
        counts = {}
        groups = self._yishang_group(PARTICIPANT, ["campaign_id", "state"])
        for campaign, state, count in groups:
            counts[campaign.id, state] = count
            counts[campaign.id] = counts.get(campaign.id, 0) + count
        for campaign in self:
            id_ = campaign._origin.id
            campaign.yishang_invited = counts.get(id_, 0)
            campaign.yishang_attended = counts.get((id_, "attended"), 0)

    def action_yishang_invite(self):
        """Open the wizard that adds customers."""
        self.ensure_one()
        self._yishang_check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_campaign_invite_action"
        )
        context = {
            "default_campaign_id": self.id,
            "default_segment_id": self.yishang_segment_id.id,
            "default_region_id": False,
        }
        if not self.yishang_segment_id:
            context["default_region_id"] = self.yishang_region_id.id
        return {**action, "context": context}

    def action_yishang_view_participants(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_campaign_participant_action"
        )
        is_open = self.yishang_state not in ("done", "cancelled")
        return {
            **action,
            "domain": [("campaign_id", "=", self.id)],
            "context": {"default_campaign_id": self.id, "create": is_open},
        }

    def _yishang_check_open(self):
        for campaign in self:
            if campaign.yishang_state in ("done", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(campaign)s is over, it takes no more customers. Invite them "
                        "to another campaign.",
                        campaign=campaign.title,
                    )
                )

    def _yishang_invite(self, domain):
        """Write down the customers of a ``Domain`` the user sees as participants.

        Raw SQL on top of the ORM's own query, rules included: an audience may be all
        customers of a province. Who is there already is left alone, also if somebody
        else invites the same ones at this moment.

        :return: the number of those added
        """
        self.ensure_one()
        participants = self.env[PARTICIPANT]
        participants.check_access("create")
        self._yishang_check_open()
        self.env.flush_all()
        customers = self.env["res.partner"]._search(
            Domain("yishang_is_customer", "=", True) & domain
        )
        rows = self.env.execute_query(self._yishang_sql_invite(customers))
        participants.invalidate_model()
        self.invalidate_recordset(["yishang_participant_ids", "yishang_invited"])
        return len(rows)

    def _yishang_sql_invite(self, customers):
        return SQL(
            """
            INSERT INTO crm_yishang_campaign_participant (
                campaign_id, company_id, partner_id, state, date_invited,
                yishang_customer_id, yishang_scope_key, yishang_scope_region_id,
                create_uid, write_uid, create_date, write_date
            )
            SELECT %(campaign)s, %(company)s, partner.id, 'invited', %(day)s,
                partner.yishang_customer_id, partner.yishang_scope_key,
                partner.yishang_scope_region_id, %(uid)s, %(uid)s,
                NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
            FROM res_partner partner WHERE partner.id IN %(customers)s
            ORDER BY partner.id
            ON CONFLICT (campaign_id, partner_id) DO NOTHING
            RETURNING id
            """,
            campaign=self.id,
            company=self.company_id.id or None,
            day=self.env.company._yishang_get_day(),
            uid=self.env.uid,
            customers=customers.subselect(),
        )
