from odoo import models


class CrmTeamMember(models.Model):
    """Who belongs to a team decides on the team of new documents."""

    _name = "crm.team.member"
    _inherit = ["crm.yishang.remembered.mixin", "crm.team.member"]
