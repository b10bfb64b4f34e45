from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_service_access_mixin import MEMO
from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangServiceTeam(models.Model):
    """Agents who share cases: they see all of them, and the customers on them."""

    _name = "crm.yishang.service.team"
    _description = "Service Team"
    _inherit = [
        "crm.yishang.service.alias.mixin",
        "crm.yishang.referenced.mixin",
        "rating.parent.mixin",
        "mail.alias.mixin.optional",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    leader_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        help="Closes complaints and is told of cases that run late.",
    )
    member_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_service_team_member_rel",
        column1="team_id",
        column2="user_id",
        string="Members",
        domain="[('share', '=', False)]",
    )
    assignment = fields.Selection(
        [
            ("manual", "By Hand"),
            ("round_robin", "In Turn"),
            ("least_open", "Fewest Open Cases"),
        ],
        required=True,
        default="manual",
        help="Who gets a new case that nobody was named for.",
    )
    last_user_id = fields.Many2one(
        "res.users", readonly=True, copy=False, export_string_translation=False
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        ondelete="restrict",
        help="In which time limits run. Empty: the working hours of the company.",
    )
    is_rating_asked = fields.Boolean(
        string="Ask for Ratings",
        default=True,
        help="The customer is asked by mail when a case of the team is closed. In the "
        "portal customers rate in any case.",
    )
    rating_template_id = fields.Many2one(
        "mail.template",
        string="Mail That Asks",
        domain="[('model', '=', 'crm.yishang.service.case')]",
        ondelete="set null",
        help="Empty: the one of the app.",
    )
    open_case_count = fields.Integer(
        string="Open Cases", compute="_compute_open_case_count"
    )

    def _compute_open_case_count(self):
        counts = dict(
            self.env["crm.yishang.service.case"]._read_group(
                [("team_id", "in", self.ids), ("state", "in", OPEN_KINDS)],
                ["team_id"],
                ["__count"],
            )
        )
        for team in self:
            team.open_case_count = counts.get(team, 0)

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._sync_access()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if {"member_ids", "leader_id"} & vals.keys():
            self._sync_access()
        return result

    def _sync_access(self):
        """Open the customers of the team's cases to those who are in it now."""
        self.env["crm.yishang.grant"]._sync_cases(
            SQL("document.team_id = ANY(%s)", self.ids)
        )
        self.env.cr.cache.pop(MEMO, None)
        self.env["crm.yishang.policy"]._forget()

    def action_view_ratings(self):
        """Open what customers said about the team's cases, as far as one sees them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ratings of %(team)s", team=self.name),
            "res_model": "rating.rating",
            "view_mode": "list,kanban,graph,pivot,form",
            "domain": [
                ("parent_res_model", "=", self._name),
                ("parent_res_id", "=", self.id),
                ("consumed", "=", True),
            ],
            "context": {"create": False, "edit": False},
        }

    def _get_members(self):
        """Return the people who work on the team's cases, its leader among them."""
        return (self.member_ids | self.leader_id).filtered("active")

    def _choose_agents(self, count):
        """Return who gets that many new cases of the team, one user for each.

        :return: list of users, empty ones where a human has to decide
        """
        self.ensure_one()
        # sudo: whoever opens a case, also a customer in the portal, has it assigned.
        team = self.sudo()
        members = team.member_ids.filtered("active").sorted("id")
        if team.assignment == "manual" or not members:
            return [members.browse()] * count
        if team.assignment == "round_robin":
            return team._choose_in_turn(members, count)
        return team._choose_least_open(members, count)

    def _choose_in_turn(self, members, count):
        after = members.filtered(lambda user: user.id > self.last_user_id.id)
        order = [*after, *(members - after)]
        chosen = [order[number % len(order)] for number in range(count)]
        # Two cases at once conflict here, and the server runs the second one again.
        self.last_user_id = chosen[-1]
        return chosen

    def _choose_least_open(self, members, count):
        loads = dict.fromkeys(members, 0)
        loads |= dict(
            self.env["crm.yishang.service.case"]._read_group(
                [("user_id", "in", members.ids), ("state", "in", OPEN_KINDS)],
                ["user_id"],
                ["__count"],
            )
        )
        chosen = []
        for _number in range(count):
            user = min(members, key=lambda one: (loads[one], one.id))
            loads[user] += 1
            chosen.append(user)
        return chosen
