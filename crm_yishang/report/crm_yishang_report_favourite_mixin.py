import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class CrmYishangReportFavouriteMixin(models.AbstractModel):
    """Filters of reports that users keep, as favourites of the host."""

    _name = "crm.yishang.report.favourite.mixin"
    _description = "Favourites of Reports"

    @api.model
    def _get_favourites(self, source):
        """Return the kept filters of a report: ``[{"id", "name", "filters"}]``."""
        found = self.env["ir.filters"].search(
            Domain("model_id", "=", source._name)
            & Domain("user_ids", "in", self.env.user.ids)
        )
        return [
            {"id": one.id, "name": one.name, "filters": json.loads(one.context)}
            for one in found
        ]

    @api.model
    def save_favourite(self, code, name, filters):
        """Keep the filters of a report under a name; an equal name is replaced.

        :return: all favourites of the report
        """
        source = self._get_source(code)
        name = (name or "").strip()
        if not name:
            raise UserError(
                self.env._("These filters need a name under which they are kept.")
            )
        self._get_criteria(source, filters)
        own = Domain("model_id", "=", source._name) & Domain("name", "=", name)
        favourites = self.env["ir.filters"]
        favourites.search(own & Domain("user_ids", "in", self.env.user.ids)).unlink()
        favourites.create(
            {
                "name": name,
                "model_id": source._name,
                "user_ids": [Command.set(self.env.user.ids)],
                "context": json.dumps(filters),
            }
        )
        return self._get_favourites(source)

    @api.model
    def delete_favourite(self, code, favourite_id):
        """Forget kept filters of the own ones.

        :return: those that are left
        """
        source = self._get_source(code)
        self.env["ir.filters"].search(
            Domain("id", "=", favourite_id)
            & Domain("model_id", "=", source._name)
            & Domain("user_ids", "in", self.env.user.ids)
        ).unlink()
        return self._get_favourites(source)
