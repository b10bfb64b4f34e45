from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangServiceAssignMixin(models.AbstractModel):
    """Which team and which agent a case is given to."""

    _name = "crm.yishang.service.assign.mixin"
    _description = "Assignment of Service Cases"

    team_id = fields.Many2one(
        "crm.yishang.service.team",
        ondelete="restrict",
        default=lambda self: self._default_team_id(),
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Agent",
        domain="[('share', '=', False)]",
        tracking=True,
        copy=False,
        help="Who works on the case. Empty: as the team distributes its cases.",
    )
    is_mine = fields.Boolean(
        compute="_compute_is_mine", export_string_translation=False
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for case in self:
            case.is_mine = case.user_id == self.env.user

    @api.model
    def _default_team_id(self):
        """Return the user's team, or else the first one of the company."""
        # sudo: a customer in the portal reads no teams.
        teams = self.env["crm.yishang.service.team"].sudo()
        domain = [("company_id", "=", self.env.company.id)]
        own = [*domain, ("member_ids", "in", self.env.uid)]
        return (teams.search(own, limit=1) or teams.search(domain, limit=1)).id

    @api.model_create_multi
    def create(self, vals_list):
        waiting = {}
        for vals in vals_list:
            if "team_id" not in vals:
                vals["team_id"] = self._default_team_id()
            if vals["team_id"] and not vals.get("user_id"):
                waiting.setdefault(vals["team_id"], []).append(vals)
        for team_id, batch in waiting.items():
            team = self.env["crm.yishang.service.team"].browse(team_id)
            agents = team._choose_agents(len(batch))
            for vals, agent in zip(batch, agents, strict=True):
                vals["user_id"] = agent.id
        return super().create(vals_list)

    def action_take(self):
        """Take cases over oneself.

        :raise UserError: if one of them is somebody's already
        """
        if taken := self.filtered(lambda case: case.user_id - self.env.user):
            raise UserError(
                self.env._(
                    "%(case)s: %(user)s works on it already. Ask for it, or have your "
                    "manager assign it.",
                    case=taken[0].display_name,
                    # sudo: the name of a colleague is no secret.
                    user=taken[0].sudo().user_id.name,
                )
            )
        self.user_id = self.env.user
        self.filtered(lambda case: case.state == "new")._move_to("accepted")
