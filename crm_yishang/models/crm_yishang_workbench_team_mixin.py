from odoo import api, models
from odoo.fields import Domain

# People on the workbench; the board shows all.
TEAM_LIMIT = 15


class CrmYishangWorkbenchTeamMixin(models.AbstractModel):
    """The team of a leader on the workbench: who has done what today."""

    _name = "crm.yishang.workbench.team.mixin"
    _description = "Team on the Workbench"

    @api.model
    def _get_team_section(self):
        """Return the people a leader sees, those with nothing to show included."""
        if not self.env.user.has_group("crm_yishang.crm_yishang_group_leader"):
            return None
        people = self.env["crm.yishang.board"].get_data()["people"]
        day = self.env.company._yishang_get_day()
        rows = [self._get_team_row(person, day) for person in people[:TEAM_LIMIT]]
        if more := len(people) - len(rows):
            rows.append(self._get_more_row(more))
        return {
            "title": self.env._("My team today"),
            "tiles": [],
            "table": {
                "columns": [
                    self.env._("Employee"),
                    self.env._("Now"),
                    self.env._("Visits done / planned"),
                    self.env._("Last Record"),
                ],
                "rows": rows,
            },
        }

    @api.model
    def _get_team_row(self, person, day):
        now, last = person["now"], person["last"]
        return {
            "cells": [
                person["name"],
                now["customer"] if now else person["status_label"],
                f"{person['done']} / {person['planned']}",
                f"{last['when']} {last['what']}" if last else "",
            ],
            "action": self._get_action(
                "crm.yishang.visit",
                Domain("user_id", "=", person["user_id"]) & Domain("day", "=", day),
                person["name"],
            ),
        }

    @api.model
    def _get_more_row(self, count):
        name = self.env._("%(count)s more in Team Now", count=count)
        return {
            "cells": [name, "", "", ""],
            "action": {"type": "ir.actions.client", "tag": "crm_yishang.board"},
        }
