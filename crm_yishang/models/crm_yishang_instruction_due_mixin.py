from odoo import api, fields, models
from odoo.fields import Domain

# Kinds that ask for a reply unless the leader says otherwise.
REPLIED_KINDS = ("instruction", "rework")


class CrmYishangInstructionDueMixin(models.AbstractModel):
    """Until when a reply is expected."""

    _name = "crm.yishang.instruction.due.mixin"
    _description = "Replies to Instructions"

    needs_reply = fields.Boolean(
        compute="_compute_needs_reply", store=True, readonly=False, precompute=True
    )
    date_due = fields.Date(
        string="Reply Until", help="Last day for the reply. Empty: as soon as possible."
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="The last day for the reply is over.",
    )

    _due_idx = models.Index("(date_due) WHERE state IN ('new', 'read')")

    @api.depends("kind")
    def _compute_needs_reply(self):
        for instruction in self:
            instruction.needs_reply = instruction.kind in REPLIED_KINDS

    @api.depends("state", "needs_reply", "date_due")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.is_overdue = True
        (self - overdue).is_overdue = False

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain() if True in value else Domain.FALSE

    @api.model
    def _get_overdue_domain(self):
        today = self.env.company._yishang_get_day()
        return self._get_waiting_domain() & Domain("date_due", "<", today)

    @api.model
    def _get_waiting_domain(self):
        """Return the instructions that still wait for their recipient."""
        return Domain("state", "=", "new") | (
            Domain("state", "=", "read") & Domain("needs_reply", "=", True)
        )
