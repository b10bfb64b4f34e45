from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangLeadHeadMixin(models.AbstractModel):
    """Where an opportunity is, what it came from, who decides and who competes."""

    _name = "crm.yishang.lead.head.mixin"
    _description = "Head of an Opportunity"

    yishang_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region",
        compute="_compute_yishang_region_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Of the customer, by hand as long as there is none. It stays once the "
        "opportunity is won or lost.",
    )
    yishang_source_id = fields.Many2one(
        "crm.yishang.customer.source",
        string="Customer Source",
        compute="_compute_yishang_source_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What the opportunity came from; at first what the customer came from.",
    )
    yishang_competitor_ids = fields.Many2many(
        "crm.yishang.competitor",
        "crm_yishang_lead_competitor_rel",
        "lead_id",
        "competitor_id",
        string="Competitors",
        help="Who else offers. They tell whom opportunities were lost to.",
    )
    yishang_decision_maker_ids = fields.One2many(
        "crm.yishang.decision.maker",
        "lead_id",
        string="Key Decision Makers",
        copy=False,
    )

    @api.depends(
        "partner_id.commercial_partner_id.yishang_region_id",
        "partner_id.commercial_partner_id.yishang_is_customer",
    )
    def _compute_yishang_region_id(self):
        for lead in self:
            customer = lead.partner_id.commercial_partner_id
            is_open = not lead.id or lead.won_status == "pending"
            if is_open and customer.yishang_is_customer:
                lead.yishang_region_id = customer.yishang_region_id
            else:
                lead.yishang_region_id = lead.yishang_region_id

    @api.model
    def _sql_region_follows(self, alias):
        return SQL(
            "%s = 'pending' AND partner.yishang_customer_id IS NOT NULL",
            SQL.identifier(alias, "won_status"),
        )

    @api.depends("partner_id")
    def _compute_yishang_source_id(self):
        for lead in self:
            customer = lead.partner_id.commercial_partner_id
            lead.yishang_source_id = (
                lead.yishang_source_id or customer.yishang_source_id
            )
