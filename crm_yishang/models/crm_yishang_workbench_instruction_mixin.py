from odoo import api, models
from odoo.fields import Domain

# Unread instructions that are shown with their text.
UNREAD_LIMIT = 5


class CrmYishangWorkbenchInstructionMixin(models.AbstractModel):
    """What the workbench says about instructions, to both sides."""

    _name = "crm.yishang.workbench.instruction.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Instructions on the Workbench"

    @api.model
    def _get_unread_section(self):
        """Return what leaders wrote to the user and is not read, or None."""
        instructions = self.env["crm.yishang.instruction"]
        unread = instructions.search(self._get_unread_domain(), limit=UNREAD_LIMIT)
        if not unread:
            return None
        return {
            "title": self.env._("Instructions not read"),
            "tiles": [],
            "table": {
                "columns": [
                    self.env._("Instruction"),
                    self.env._("Given by"),
                    self.env._("On"),
                ],
                "rows": [
                    {
                        "cells": [
                            (row.body or "").partition("\n")[0],
                            # sudo: the recipient may know who wrote it.
                            row.sudo().author_id.name,
                            row.document_name or "",
                        ],
                        "action": row._get_form_action(row._name, row.id),
                    }
                    for row in unread
                ],
            },
        }

    @api.model
    def _get_instruction_tiles(self):
        """Return the tiles on instructions: own ones and, for leaders, the team's."""
        tiles = [
            self._get_count_tile(
                "unread",
                self.env._("Instructions not read"),
                "crm.yishang.instruction",
                self._get_unread_domain(),
                True,
            )
        ]
        if self.env.user.has_group("crm_yishang.crm_yishang_group_leader"):
            tiles += self._get_leader_tiles()
        return tiles

    @api.model
    def _get_leader_tiles(self):
        reading = self.env["crm.yishang.reading"]
        today = self.env.company._yishang_get_day()
        records = self._get_count_tile(
            "reading",
            self.env._("Records of today not read"),
            "crm.yishang.visit",
            reading._get_unread_domain(today),
        )
        records["action"] = {
            "type": "ir.actions.client",
            "tag": "crm_yishang.reading",
            "name": self.env._("Reading"),
        }
        overdue = self.env["crm.yishang.instruction"]._get_overdue_domain()
        return [
            records,
            self._get_count_tile(
                "overdue",
                self.env._("Instructions overdue"),
                "crm.yishang.instruction",
                overdue & Domain("recipient_id", "!=", self.env.uid),
                True,
            ),
        ]

    @api.model
    def _get_unread_domain(self):
        return Domain("recipient_id", "=", self.env.uid) & Domain("state", "=", "new")
