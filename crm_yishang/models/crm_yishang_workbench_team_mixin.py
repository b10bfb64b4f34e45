from odoo import api, models
from odoo.fields import Domain

# People on the workbench; the board shows all.
TEAM_LIMIT = 15


class CrmYishangWorkbenchTeamMixin(models.AbstractModel):
    """The team of a leader on the workbench: who is where, who has done what today."""

    _name = "crm.yishang.workbench.team.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Team on the Workbench"

    @api.model
    def _get_people_now(self):
        """Return what the people in sight are doing, see ``crm.yishang.board``."""
        return self.env["crm.yishang.board"].get_data()["people"]

    @api.model
    def _get_team_section(self, people):
        """Return the people a leader sees, those with nothing to show included."""
        rows = [self._get_team_row(person) for person in people[:TEAM_LIMIT]]
        if more := len(people) - len(rows):
            rows.append(self._get_more_row(more))
        return self._make_section(
            "team",
            self.env._("My team today"),
            table=self._make_table(
                [
                    self.env._("Employee"),
                    self.env._("Now"),
                    self.env._("Visits done / planned"),
                    self.env._("Last Record"),
                ],
                rows,
                self.env._(
                    "Nobody is below you yet. Choose the manager of each operator in "
                    "the settings."
                ),
                texts=2,
            ),
            more="crm_yishang.crm_yishang_board_action",
        )

    @api.model
    def _get_team_row(self, person):
        now, last = person["now"], person["last"]
        day = self.env.company._yishang_get_day()
        return self._make_row(
            person["user_id"],
            [
                person["name"],
                self._describe_now(now) if now else person["status_label"],
                f"{person['done']} / {person['planned']}",
                f"{last['when']} {last['what']}" if last else "",
            ],
            self._get_action(
                "crm.yishang.visit",
                Domain("user_id", "=", person["user_id"]) & Domain("day", "=", day),
                person["name"],
            ),
            [1] if person["status"] == "late" else (),
            {1: now["action"]} if now and now["action"] else (),
        )

    @api.model
    def _describe_now(self, now):
        """Return with whom somebody is, since when and how that is known."""
        return " · ".join(
            filter(None, (now["customer"], now["since"], now["place_label"]))
        )

    @api.model
    def _get_more_row(self, count):
        name = self.env._("%(count)s more in Team Now", count=count)
        action = "crm_yishang.crm_yishang_board_action"
        return self._make_row("more", [name, "", "", ""], action)
