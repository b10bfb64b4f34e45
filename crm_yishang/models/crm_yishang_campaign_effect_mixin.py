from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_campaign_result_mixin import RESULT_GROUPS


class CrmYishangCampaignEffectMixin(models.AbstractModel):
    """Whether those who were addressed buy more than those who were not.

    Compared are customers the user sees: the participants, and the others of the
    segment of the campaign, or of its region. Who bought has an order confirmed within
    some days from the first one, whatever campaign the order names: that is what makes
    the two comparable.
    """

    _name = "crm.yishang.campaign.effect.mixin"
    _description = "Effect of a Campaign"

    yishang_effect_days = fields.Integer(
        string="Days of Effect",
        default=30,
        required=True,
        help="Within how many days from the beginning an order counts as an effect.",
    )
    yishang_bought = fields.Integer(
        string="Addressed Who Bought",
        compute="_compute_yishang_effect",
        groups=RESULT_GROUPS,
    )
    yishang_bought_rate = fields.Float(
        string="Buying Rate",
        compute="_compute_yishang_effect",
        groups=RESULT_GROUPS,
        help="Share of the participants with a confirmed order within the days of "
        "effect, of those you see.",
    )
    yishang_rest = fields.Integer(
        string="Not Addressed",
        compute="_compute_yishang_effect",
        groups=RESULT_GROUPS,
        help="Customers of the same segment, or region, that are no participants, of "
        "those you see.",
    )
    yishang_rest_rate = fields.Float(
        string="Buying Rate of the Others",
        compute="_compute_yishang_effect",
        groups=RESULT_GROUPS,
    )
    yishang_effect = fields.Float(
        string="Effect",
        compute="_compute_yishang_effect",
        groups=RESULT_GROUPS,
        help="By how much more of the addressed bought than of the others.",
    )

    _yishang_check_effect_days = models.Constraint(
        "CHECK (yishang_effect_days BETWEEN 1 AND 3650)",
        "The effect of a campaign is measured over 1 to 3650 days.",
    )

    @api.depends(
        "yishang_date_from",
        "yishang_effect_days",
        "yishang_region_id",
        "yishang_segment_id",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_effect(self):
        for campaign in self:
            addressed, bought, rest, rest_bought = campaign._yishang_count_buyers()
            campaign.yishang_bought = bought
            campaign.yishang_bought_rate = bought / addressed if addressed else 0
            campaign.yishang_rest = rest
            campaign.yishang_rest_rate = rest_bought / rest if rest else 0
            campaign.yishang_effect = (
                campaign.yishang_bought_rate - campaign.yishang_rest_rate
                if addressed and rest
                else 0
            )

    def _yishang_count_buyers(self):
        """Return the participants, those who bought, the others, and those who did.

        One statement for a campaign: each compares with customers of its own, which is
        why no list shows it. Raw SQL on top of the ORM's own query, rules included.
        """
        if not (self._origin.id and self.yishang_date_from):
            return 0, 0, 0, 0
        self.env.flush_all()
        everybody = self.env["res.partner"]._search(
            Domain("yishang_is_customer", "=", True)
        )
        ((*counts,),) = self.env.execute_query(
            SQL(
                """
                WITH addressed AS MATERIALIZED (
                    SELECT partner_id AS id FROM crm_yishang_campaign_participant
                    WHERE campaign_id = %(campaign)s AND partner_id IN %(everybody)s
                ), buyers AS MATERIALIZED (
                    SELECT DISTINCT yishang_customer_id AS id FROM sale_order
                    WHERE state = 'sale' AND company_id = %(company)s
                        AND date_order >= %(first)s AND date_order < %(end)s
                )
                SELECT (SELECT COUNT(*) FROM addressed),
                    (SELECT COUNT(*) FROM addressed JOIN buyers USING (id)),
                    COUNT(*), COUNT(buyers.id)
                FROM %(rest)s rest LEFT JOIN buyers USING (id)
                WHERE rest.id NOT IN (SELECT id FROM addressed)
                """,
                campaign=self._origin.id,
                everybody=everybody.subselect(),
                rest=self._yishang_get_rest_query().subselect(),
                **self._yishang_get_window(),
            )
        )
        return counts

    def _yishang_get_rest_query(self):
        """Return the query of the customers a campaign could have addressed."""
        return self.env["res.partner"]._search(self._yishang_get_peers_domain())

    def _yishang_get_peers_domain(self):
        if self.yishang_segment_id:
            return self.yishang_segment_id._get_customers_domain()
        domain = Domain("yishang_is_customer", "=", True)
        if self.yishang_region_id:
            domain &= Domain("yishang_region_id", "child_of", self.yishang_region_id.id)
        return domain

    def _yishang_get_window(self):
        """Return the company whose orders count, and the moments between which."""
        company = self.company_id or self.env.company
        end = self.yishang_date_from + timedelta(days=self.yishang_effect_days)
        return {
            "company": company.id,
            "first": company._yishang_get_start(self.yishang_date_from),
            "end": company._yishang_get_start(end),
        }
