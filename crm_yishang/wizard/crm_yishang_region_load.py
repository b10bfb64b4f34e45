from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CrmYishangRegionLoad(models.TransientModel):
    """Choose the provinces whose cities and districts are loaded as regions."""

    _name = "crm.yishang.region.load"
    _description = "Load the Divisions of China"

    scope = fields.Selection(
        [("all", "All of China"), ("chosen", "Chosen provinces")],
        string="Load",
        default="chosen",
        required=True,
    )
    line_ids = fields.One2many(
        "crm.yishang.region.load.line",
        "load_id",
        string="Provinces",
        default=lambda self: self._default_line_ids(),
    )
    division_count = fields.Integer(string="Divisions", compute="_compute_counts")
    missing_count = fields.Integer(string="To Create", compute="_compute_counts")

    @api.model
    def _default_line_ids(self):
        region = self.env["crm.yishang.region"]
        rows = region._read_divisions()
        total = Counter(row["code"][:2] for row in rows)
        missing = Counter(row["code"][:2] for row in region._get_missing_divisions())
        return [
            Command.create(
                {
                    "code": row["code"],
                    "name": row["name"],
                    "division_count": total[row["code"][:2]],
                    "missing_count": missing[row["code"][:2]],
                }
            )
            for row in rows
            if not row["parent_code"]
        ]

    @api.depends("scope", "line_ids.is_chosen")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard._get_lines()
            wizard.division_count = sum(lines.mapped("division_count"))
            wizard.missing_count = sum(lines.mapped("missing_count"))

    def action_load(self):
        """Load what is chosen and say how many regions that created."""
        lines = self._get_lines()
        if not lines:
            raise UserError(self.env._("Choose at least one province."))
        regions = self.env["crm.yishang.region"]._load_divisions(lines.mapped("code"))
        message = self.env._(
            "%(created)s regions created, %(kept)s were there already.",
            created=len(regions),
            kept=sum(lines.mapped("division_count")) - len(regions),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_lines(self):
        if self.scope == "all":
            return self.line_ids
        return self.line_ids.filtered("is_chosen")
