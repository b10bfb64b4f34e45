from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .utm_stage import STATES

# The states a campaign goes through, and from where each is reached.
COURSE = {
    "planned": ("draft",),
    "running": ("planned",),
    "done": ("running",),
    "cancelled": ("draft", "planned", "running"),
    "draft": ("cancelled",),
}
# Figures of a plan, the budget included, which cannot be below zero.
PLANNED = (
    "yishang_budget",
    "yishang_planned_invited",
    "yishang_planned_attended",
    "yishang_planned_leads",
    "yishang_planned_orders",
    "yishang_planned_revenue",
)


class CrmYishangCampaignPlanMixin(models.AbstractModel):
    """What a campaign is meant to be: kind, place, days and expected figures.

    A campaign of the CRM is one with a kind. Where it stands is the host's stage; what
    a stage means is its state.
    """

    _name = "crm.yishang.campaign.plan.mixin"
    _description = "Plan of a Campaign"

    currency_id = fields.Many2one("res.currency")
    yishang_kind_id = fields.Many2one(
        "crm.yishang.campaign.kind",
        string="Campaign Kind",
        ondelete="restrict",
        index="btree_not_null",
    )
    yishang_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region",
        ondelete="restrict",
        help="Where the campaign is meant to work, with the regions below.",
    )
    yishang_date_from = fields.Date(string="Begins on")
    yishang_date_to = fields.Date(string="Ends on")
    yishang_state = fields.Selection(
        STATES, string="State", compute="_compute_yishang_state", store=True, index=True
    )
    yishang_plan = fields.Html(
        string="Campaign Plan", help="What is to be done, and whom it is for."
    )
    yishang_planned_invited = fields.Integer(string="Planned Invitations")
    yishang_planned_attended = fields.Integer(string="Planned Attendance")
    yishang_planned_leads = fields.Integer(string="Planned Leads")
    yishang_planned_orders = fields.Integer(string="Planned Orders")
    yishang_planned_revenue = fields.Monetary(
        string="Planned Revenue",
        currency_field="currency_id",
        help="Untaxed, in the currency of the company.",
    )

    @api.depends("stage_id.yishang_state")
    def _compute_yishang_state(self):
        for campaign in self:
            campaign.yishang_state = campaign.stage_id.yishang_state

    @api.constrains("yishang_date_from", "yishang_date_to")
    def _check_yishang_dates(self):
        for campaign in self:
            first, last = campaign.yishang_date_from, campaign.yishang_date_to
            if first and last and first > last:
                raise ValidationError(
                    self.env._(
                        "%(campaign)s ends on %(last)s, before it begins on %(first)s. "
                        "Correct one of the two days.",
                        campaign=campaign.title,
                        first=first,
                        last=last,
                    )
                )

    @api.constrains(*PLANNED)
    def _check_yishang_planned(self):
        # sudo: what a plan may be does not depend on who is told its money.
        for campaign in self.sudo():
            for name in PLANNED:
                if campaign[name] < 0:
                    raise ValidationError(
                        self.env._(
                            "%(campaign)s: “%(field)s” is %(value)s. Enter zero or "
                            "more, or leave it empty.",
                            campaign=campaign.title,
                            field=campaign.fields_get([name])[name]["string"],
                            value=f"{campaign[name]:,.10g}",
                        )
                    )

    def action_yishang_plan(self):
        for campaign in self:
            if not (campaign.yishang_kind_id and campaign.yishang_date_from):
                raise UserError(
                    self.env._(
                        "%(campaign)s: enter what kind of campaign it is and when it "
                        "begins before you plan it.",
                        campaign=campaign.title,
                    )
                )
        self._yishang_move_to("planned")

    def action_yishang_start(self):
        self._yishang_move_to("running")

    def action_yishang_finish(self):
        self._yishang_move_to("done")

    def action_yishang_cancel(self):
        self._yishang_move_to("cancelled")

    def action_yishang_reopen(self):
        self._yishang_move_to("draft")

    def _yishang_move_to(self, state):
        """Put the campaigns into the first stage of a state.

        :raise UserError: if one of them does not come from a state before it, or no
            stage has that state
        """
        self._yishang_check_course(state)
        stage = self.env["utm.stage"].search([("yishang_state", "=", state)], limit=1)
        if not stage:
            raise UserError(
                self.env._(
                    "No stage of campaigns means “%(state)s”. An administrator gives "
                    "one of the stages this state.",
                    state=self._yishang_get_state_name(state),
                )
            )
        self.stage_id = stage

    def _yishang_check_course(self, state):
        for campaign in self:
            if campaign.yishang_state not in COURSE[state]:
                raise UserError(
                    self.env._(
                        "%(campaign)s is in the state “%(now)s” and cannot become "
                        "“%(state)s”. Reload the page.",
                        campaign=campaign.title,
                        now=self._yishang_get_state_name(campaign.yishang_state),
                        state=self._yishang_get_state_name(state),
                    )
                )

    @api.model
    def _yishang_get_state_name(self, state):
        selection = self.fields_get(["yishang_state"], ["selection"])
        return dict(selection["yishang_state"]["selection"])[state]
