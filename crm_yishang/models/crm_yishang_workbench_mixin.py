from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

# Counted up to here; whoever has more opens the list.
COUNT_LIMIT = 10_000


class CrmYishangWorkbenchMixin(models.AbstractModel):
    """How a figure of the workbench is counted, written and opened."""

    _name = "crm.yishang.workbench.mixin"
    _description = "Figures of the Workbench"

    @api.model
    def _make_section(self, key, title, **parts):
        """Return a section of the screen.

        :param parts: what else it has, see ``get_data`` of ``crm.yishang.workbench``
        """
        return {
            "key": key,
            "title": title,
            "is_wide": False,
            "notes": [],
            "tiles": [],
            "table": False,
            "chart": False,
            "more": False,
            **parts,
        }

    @api.model
    def _make_table(self, columns, rows, empty, texts=1):
        """Return a table: its columns' labels, its rows, and what it says without.

        :param texts: how many columns, from the first one on, are no figures
        """
        return {"columns": columns, "rows": rows, "empty": empty, "texts": texts}

    @api.model
    def _make_row(self, key, cells, action, alerts=(), actions=()):
        """Return a row of a table.

        :param alerts: indexes of the cells that need action
        :param actions: what single cells open instead of ``action``, by index
        """
        return {
            "key": str(key),
            "cells": cells,
            "action": action,
            "alerts": list(alerts),
            "actions": {str(index): one for index, one in dict(actions).items()},
        }

    @api.model
    def _get_count_tile(self, key, label, model, domain, is_alert=False, **values):
        """Return a tile with the number of records, counted up to a limit."""
        count = self.env[model].search_count(domain, limit=COUNT_LIMIT + 1)
        return self._make_tile(
            key,
            label,
            self._format_count(count),
            self._get_action(model, domain, label),
            is_alert and count,
            **values,
        )

    @api.model
    def _make_tile(self, key, label, text, action, is_alert=False, **values):
        return {
            "key": key,
            "label": label,
            "text": text,
            "is_alert": bool(is_alert),
            "action": action,
            **values,
        }

    @api.model
    def _keep_filled(self, tiles):
        """Return the tiles without those of what rarely happens and did not."""
        return [tile for tile in tiles if tile["text"] != "0"]

    @api.model
    def _get_action(self, model, domain, name):
        """Return the action that lists the records behind a figure.

        False for whoever may read the figure, but not the records.
        """
        if not self.env[model].has_access("read"):
            return False
        views = [[False, "list"], [False, "form"]]
        if model == "res.partner":
            views = [
                [self._get_customer_view(kind), kind]
                for kind in ("list", "kanban", "form")
            ]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": list(Domain(domain)),
            "views": views,
            "context": {"create": False} if model == "mail.activity" else {},
        }

    @api.model
    def _get_form_action(self, record):
        """Return the action that opens one record."""
        view = False
        if record._name == "res.partner":
            view = self._get_customer_view("form")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[view, "form"]],
        }

    @api.model
    def _get_customer_view(self, kind):
        # The id alone, which the host remembers; ``ref`` asks whether it exists.
        xml_id = f"crm_yishang.crm_yishang_customer_view_{kind}"
        return self.env["ir.model.data"]._xmlid_to_res_id(xml_id)

    @api.model
    def _format_count(self, count):
        return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"

    @api.model
    def _format_amount(self, amount):
        """Return an amount of the company, whole: cents stand in the records."""
        currency = self.env.company.currency_id
        return formatLang(
            self.env, amount or 0.0, currency_obj=currency, rounding_unit="units"
        )

    @api.model
    def _format_age(self, day, today):
        """Return how long ago a day was, as text."""
        if not day:
            return self.env._("Never")
        days = (today - day).days
        return (
            self.env._("%(days)s days ago", days=days)
            if days > 0
            else self.env._("Today")
        )
