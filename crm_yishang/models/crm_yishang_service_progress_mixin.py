from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_yishang_service_stage import OPEN_KINDS

DONE_KINDS = ("solved", "closed")
# What follows from what happens; nobody writes it by hand.
SYSTEM_FIELDS = frozenset(
    (
        "access_token",
        "date_called",
        "date_closed",
        "date_paused",
        "date_responded",
        "date_response_due",
        "date_response_risk",
        "date_solution_due",
        "date_solution_risk",
        "date_solved",
        "email_from",
        "escalation",
        "hours_to_respond",
        "hours_to_solve",
        "is_rated",
        "is_response_late",
        "is_solution_late",
        "paused_hours",
        "policy_id",
        "receiver_id",
        "reopen_count",
        "state",
    )
)


class CrmYishangServiceProgressMixin(models.AbstractModel):
    """The way of a case through its stages, and the dates it leaves behind."""

    _name = "crm.yishang.service.progress.mixin"
    _description = "Progress of Service Cases"

    stage_id = fields.Many2one(
        "crm.yishang.service.stage",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["crm.yishang.service.stage"]._get_first("new"),
        group_expand="_group_expand_stage",
        copy=False,
        tracking=True,
    )
    state = fields.Selection(related="stage_id.kind", store=True, copy=False)
    date_responded = fields.Datetime(string="First Response", readonly=True, copy=False)
    date_solved = fields.Datetime(string="Solved At", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed At", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Reopened", readonly=True, copy=False)
    hours_to_solve = fields.Float(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours from receiving to solving, waiting for the customer left "
        "aside.",
    )

    @api.model
    def _group_expand_stage(self, stages, domain):
        return stages.search([("active", "=", True)])

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drop_system_vals(vals) for vals in vals_list])

    @api.model
    def _drop_system_vals(self, vals):
        if self.env.su:
            return vals
        return {name: vals[name] for name in vals.keys() - SYSTEM_FIELDS}

    def write(self, vals):
        vals = self._drop_system_vals(vals)
        if "stage_id" not in vals:
            return super().write(vals)
        before = {case: case.state for case in self}
        result = super().write(vals)
        for case, state in before.items():
            if case.state != state:
                case._follow_stage(state)
        return result

    def _follow_stage(self, before):
        """Check that the case may be where it is now, and note when it got there.

        :param before: kind of the stage it came from
        """
        self.ensure_one()
        self._check_stage()
        vals = self._get_stage_vals(before)
        if vals:
            # sudo: dates are written by what happens, by nobody's hand.
            self.sudo().write(vals)

    def _get_stage_vals(self, before):
        """Return the dates that follow from a move, as values."""
        now = fields.Datetime.now()
        vals = {}
        if before == "new" and not self.date_responded and self.state != "cancelled":
            vals["date_responded"] = now
        if self.state in DONE_KINDS and not self.date_solved:
            vals["date_solved"] = now
        if self.state in ("closed", "cancelled"):
            vals["date_closed"] = now
        if self.state in OPEN_KINDS:
            vals |= {"date_solved": False, "date_closed": False}
            if before in (*DONE_KINDS, "cancelled"):
                vals["reopen_count"] = self.reopen_count + 1
        return vals

    def _check_stage(self):
        """Refuse a stage for which something is missing.

        :raise UserError: saying what
        """
        for case in self:
            if case.state in DONE_KINDS and not (case.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(case)s: write down what was done (Result) before the case "
                        "is solved.",
                        case=case.display_name,
                    )
                )

    def _move_to(self, kind):
        """Move cases to the first stage of that kind."""
        self.stage_id = self.env["crm.yishang.service.stage"]._get_first(kind)

    def action_accept(self):
        """Begin with cases; who has none is their agent from now on."""
        self.filtered(lambda case: not case.user_id).user_id = self.env.user
        self._move_to("accepted")

    def action_start(self):
        self.filtered(lambda case: not case.user_id).user_id = self.env.user
        self._move_to("in_progress")

    def action_wait(self):
        """Stop the clock until the customer answers."""
        self._move_to("waiting")

    def action_solve(self):
        self._move_to("solved")

    def action_close(self):
        self._move_to("closed")

    def action_cancel(self):
        self._move_to("cancelled")

    def action_reopen(self):
        """Go on with cases that were not solved after all."""
        self._move_to("in_progress")
