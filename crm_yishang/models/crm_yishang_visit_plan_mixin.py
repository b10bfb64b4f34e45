from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# What a planned visit and its calendar entry have in common.
PLAN_FIELDS = frozenset(
    ("date_planned_start", "date_planned_end", "state", "subject", "user_id")
)
# Length of a visit that has no planned end, in hours.
DEFAULT_HOURS = 1
# Neither invitations nor tracking for what follows from the visit.
SILENT = {
    "dont_notify": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_mail_to_attendees": True,
    "tracking_disable": True,
    "yishang_from_visit": True,
}


class CrmYishangVisitPlanMixin(models.AbstractModel):
    """A planned visit stands in the employee's calendar, and moves with it."""

    _name = "crm.yishang.visit.plan.mixin"
    _description = "Visit in the Calendar"

    date_planned_start = fields.Datetime(string="Planned Start", tracking=True)
    date_planned_end = fields.Datetime(string="Planned End")
    event_id = fields.Many2one(
        "calendar.event", readonly=True, copy=False, index="btree_not_null"
    )
    is_missed = fields.Boolean(
        string="Missed",
        compute="_compute_is_missed",
        search="_search_is_missed",
        help="Planned for a day that is over, and not made.",
    )

    _check_planned = models.Constraint(
        "CHECK (date_planned_end >= date_planned_start)",
        "The planned end of a visit cannot be before its planned start.",
    )
    # What one has before oneself, among all one has done.
    _open_idx = models.Index("(user_id, day) WHERE state IN ('planned', 'in_progress')")

    @api.depends("state", "day")
    def _compute_is_missed(self):
        missed = self.filtered_domain(self._get_missed_domain())
        missed.is_missed = True
        (self - missed).is_missed = False

    @api.model
    def _search_is_missed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_missed_domain() if True in value else Domain.FALSE

    @api.model
    def _get_missed_domain(self):
        today = self.env.company._yishang_get_day()
        return Domain("state", "=", "planned") & Domain("day", "<", today)

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._sync_events()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if PLAN_FIELDS & vals.keys():
            self._sync_events()
        return result

    def unlink(self):
        # sudo: the calendar follows the visit.
        events = self.sudo().event_id.with_context(**SILENT)
        result = super().unlink()
        events.unlink()
        return result

    def action_cancel(self, reason=False):
        """Call planned visits off.

        :raise UserError: if one of them took place
        """
        self.check_access("write")
        for visit in self:
            if visit.state != "planned":
                raise UserError(
                    self.env._(
                        "%(visit)s took place or was cancelled before.",
                        visit=visit.display_name,
                    )
                )
        # sudo: the state moves by methods alone.
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})

    def action_plan_again(self):
        """Take up cancelled visits again."""
        self.check_access("write")
        cancelled = self.filtered(lambda visit: visit.state == "cancelled")
        # sudo: see action_cancel.
        cancelled.sudo().write({"state": "planned", "cancel_reason": False})

    def _sync_events(self):
        """Give planned visits a calendar entry, and the others none.

        sudo: the calendar follows the visit, whoever plans it; entries are visible as
        the customer of the visit is.
        """
        if self.env.context.get("yishang_from_visit"):
            return
        visits = self.sudo()
        planned = visits.filtered(
            lambda visit: visit.state == "planned" and visit.date_planned_start
        )
        for visit in planned.filtered("event_id"):
            visit.event_id.with_context(**SILENT).write(visit._get_event_vals())
        cancelled = visits.filtered(lambda v: v.state == "cancelled").event_id
        cancelled.with_context(**SILENT).active = False
        missing = planned.filtered(lambda visit: not visit.event_id)
        if missing:
            events = self.env["calendar.event"].sudo().with_context(**SILENT)
            created = events.create([v._get_new_event_vals() for v in missing])
            for visit, event in zip(missing, created, strict=True):
                visit.event_id = event

    def _get_event_vals(self):
        end = self.date_planned_end or fields.Datetime.add(
            self.date_planned_start, hours=DEFAULT_HOURS
        )
        return {
            "active": True,
            "name": self.subject,
            "start": self.date_planned_start,
            "stop": end,
            "user_id": self.user_id.id,
            "partner_ids": [fields.Command.set(self.user_id.partner_id.ids)],
        }

    def _get_new_event_vals(self):
        return {
            **self._get_event_vals(),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
        }

    @api.model
    def _yishang_explain_cancelled(self, move):
        """Say why plans were called off that went into the pool with their customer.

        Raw SQL, as the move itself.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_visit visit SET cancel_reason = %s
                FROM crm_yishang_ownership_item item
                WHERE item.move_id = %s AND item.res_model = 'crm.yishang.visit'
                    AND visit.id = item.res_id AND item.new_user_id IS NULL
                """,
                self.env._("The customer went into the public pool."),
                move.id,
            )
        )
