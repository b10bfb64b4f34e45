from odoo import api, models
from odoo.fields import Domain

# Unread instructions that are shown with their text.
UNREAD_LIMIT = 5


class CrmYishangWorkbenchInstructionMixin(models.AbstractModel):
    """What the workbench says about instructions, to both sides."""

    _name = "crm.yishang.workbench.instruction.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Instructions on the Workbench"

    @api.model
    def _get_unread_section(self):
        """Return what leaders wrote to the user and is not read, or None."""
        instructions = self.env["crm.yishang.instruction"]
        unread = instructions.search(self._get_unread_domain(), limit=UNREAD_LIMIT + 1)
        if not unread:
            return None
        title = self.env._("Instructions not read")
        more = self._get_action(unread._name, self._get_unread_domain(), title)
        kinds = dict(unread._fields["kind"]._description_selection(self.env))
        return self._make_section(
            "unread",
            title,
            is_wide=True,
            notes=[self._get_note(row, kinds) for row in unread[:UNREAD_LIMIT]],
            more=len(unread) > UNREAD_LIMIT and more,
        )

    @api.model
    def _get_note(self, instruction, kinds):
        return {
            "key": str(instruction.id),
            # sudo: the recipient may know who wrote it.
            "sender": instruction.sudo().author_id.name,
            "kind": kinds[instruction.kind],
            "text": (instruction.body or "").partition("\n")[0],
            "about": instruction.document_name or "",
            "action": self._get_form_action(instruction),
        }

    @api.model
    def _get_reading_tiles(self):
        """Return what waits to be read and what was not answered, for leaders."""
        if not self._is_leader():
            return []
        day = self.env.company._yishang_get_day()
        reading = self._get_count_tile(
            "reading",
            self.env._("Records of today not read"),
            "crm.yishang.visit",
            self.env["crm.yishang.reading"]._get_unread_domain(day),
        )
        reading["action"] = "crm_yishang.crm_yishang_reading_action"
        overdue = self.env["crm.yishang.instruction"]._get_overdue_domain()
        return [
            reading,
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
