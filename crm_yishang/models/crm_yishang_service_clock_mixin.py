from datetime import timezone

from odoo import api, fields, models
from odoo.fields import Domain

from .crm_yishang_service_stage import OPEN_KINDS

# What decides how much time there is.
CLOCK_FIELDS = frozenset(
    (
        "company_id",
        "contract_id",
        "date_received",
        "partner_id",
        "priority",
        "team_id",
        "type_id",
    )
)

# Cases that have a limit by a policy, or by what their contract promises.
LIMITED = Domain("policy_id", "!=", False) | Domain("date_response_due", "!=", False)
# Percent of the time after which a case is at risk, as in a policy.
DEFAULT_RISK_SHARE = 75


class CrmYishangServiceClockMixin(models.AbstractModel):
    """Until when a case is to be answered and solved, in working hours.

    The moments are stored when what they follow from changes: what is late or at risk
    is then a comparison with now, and no job touches cases because time goes by.
    """

    _name = "crm.yishang.service.clock.mixin"
    _description = "Time Limits of Service Cases"

    policy_id = fields.Many2one(
        "crm.yishang.service.policy",
        string="Time Limit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_response_due = fields.Datetime(
        string="Respond Until", readonly=True, copy=False
    )
    date_response_risk = fields.Datetime(readonly=True, copy=False)
    date_solution_due = fields.Datetime(
        string="Solve Until", readonly=True, copy=False, index="btree_not_null"
    )
    date_solution_risk = fields.Datetime(readonly=True, copy=False)
    date_paused = fields.Datetime(string="Waiting Since", readonly=True, copy=False)
    paused_hours = fields.Float(
        readonly=True, copy=False, help="Working hours in which the clock stood still."
    )
    hours_to_respond = fields.Float(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours from receiving to the first response.",
    )
    is_response_late = fields.Boolean(string="Answered Late", readonly=True, copy=False)
    is_solution_late = fields.Boolean(string="Solved Late", readonly=True, copy=False)
    sla_state = fields.Selection(
        [
            ("on_time", "On Time"),
            ("at_risk", "At Risk"),
            ("late", "Past Its Time Limit"),
            ("paused", "Clock Stopped"),
            ("kept", "Kept"),
        ],
        string="Time Limit Kept",
        compute="_compute_sla_state",
        search="_search_sla_state",
    )
    is_kept = fields.Float(
        string="Kept in Time",
        compute="_compute_is_kept",
        store=True,
        aggregator="avg",
        help="1 if the case was answered and solved in time, 0 if not.",
    )

    @api.depends("is_response_late", "is_solution_late")
    def _compute_is_kept(self):
        for case in self:
            case.is_kept = not (case.is_response_late or case.is_solution_late)

    @api.depends(
        "date_paused",
        "date_responded",
        "date_response_due",
        "date_solution_due",
        "date_solved",
        "is_response_late",
        "is_solution_late",
        "state",
    )
    def _compute_sla_state(self):
        limited = self.filtered_domain(LIMITED)
        (self - limited).sla_state = False
        for name, domain in self._get_sla_domains().items():
            found = limited.filtered_domain(domain)
            found.sla_state = name
            limited -= found
        limited.sla_state = "on_time"

    @api.model
    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found, before = Domain.FALSE, LIMITED
        for name, domain in self._get_sla_domains().items():
            if name in value:
                found |= before & domain
            before &= ~domain
        if "on_time" in value:
            found |= before
        if False in value:
            found |= ~LIMITED
        return found

    @api.model
    def _get_sla_domains(self):
        """Return when a case is in which state, the first that holds counting."""
        now = fields.Datetime.now()
        is_open = Domain("state", "in", OPEN_KINDS)
        unanswered = is_open & Domain("date_responded", "=", False)
        running = is_open & Domain("date_paused", "=", False)
        return {
            "late": Domain("is_response_late", "=", True)
            | Domain("is_solution_late", "=", True)
            | (unanswered & Domain("date_response_due", "<", now))
            | (running & Domain("date_solution_due", "<", now)),
            "kept": ~is_open,
            "at_risk": (unanswered & Domain("date_response_risk", "<=", now))
            | (running & Domain("date_solution_risk", "<=", now)),
            "paused": Domain("date_paused", "!=", False),
        }

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._set_deadlines()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if CLOCK_FIELDS & vals.keys():
            self.filtered(lambda case: case.state in OPEN_KINDS)._set_deadlines()
        return result

    def _set_deadlines(self):
        """Store until when cases are to be answered and solved."""
        # sudo: limits and working hours hold for everybody, whoever opens the case.
        cases = self.sudo()
        policies = cases.env["crm.yishang.service.policy"].search(
            [("company_id", "in", cases.company_id.ids)]
        )
        for case in cases:
            policy = case.contract_id.policy_id or policies._get_match(case)
            case.policy_id = policy
            case.write(case._get_deadlines(policy))

    def _get_deadlines(self, policy, paused=None):
        """Return the moments that follow from a policy, as values.

        :param paused: working hours without clock, by default those stored
        """
        paused = self.paused_hours if paused is None else paused
        # What was agreed with the customer comes before what everybody gets.
        answer = self.contract_id.response_hours or policy.response_hours
        solution = policy.solution_hours
        share = (policy.risk_share or DEFAULT_RISK_SHARE) / 100
        return {
            "date_response_due": self._plan(answer),
            "date_response_risk": self._plan(answer * share),
            "date_solution_due": self._plan(solution, paused),
            "date_solution_risk": self._plan(solution * share, paused),
        }

    def _get_calendar(self):
        return self.team_id.calendar_id or self.company_id.resource_calendar_id

    def _plan(self, hours, paused=0):
        """Return when that many working hours have passed since receiving.

        :param hours: 0: no limit
        """
        if not hours:
            return False
        calendar = self._get_calendar()
        begin = self.date_received.replace(tzinfo=timezone.utc)
        if not calendar:
            moment = fields.Datetime.add(begin, hours=hours + paused)
        else:
            moment = calendar.plan_hours(hours + paused, begin, compute_leaves=True)
        return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)

    def _count_hours(self, begin, end):
        """Return the working hours between two moments."""
        calendar = self._get_calendar()
        if not calendar:
            return (end - begin).total_seconds() / 3600
        return calendar.get_work_hours_count(begin, end)

    def _get_stage_vals(self, before):
        """Stop and start the clock, and say for good what was late."""
        case = self.sudo()  # working hours hold for everybody
        vals = super()._get_stage_vals(before)
        now = fields.Datetime.now()
        paused = case.paused_hours
        if case.date_paused:
            paused += case._count_hours(case.date_paused, now)
            vals["date_paused"] = False
        elif case.date_solved and case.state in OPEN_KINDS:
            paused += case._count_hours(case.date_solved, now)
            vals |= {"is_solution_late": False, "escalation": False}
        if paused != case.paused_hours:
            vals["paused_hours"] = paused
            vals |= case._get_deadlines(case.policy_id, paused)
        if case.state == "waiting":
            vals["date_paused"] = now
        if "date_responded" in vals:
            vals["hours_to_respond"] = case._count_hours(case.date_received, now)
        if "date_responded" in vals and case.date_response_due:
            vals["is_response_late"] = case.date_response_due < now
        if vals.get("date_solved") or case.state == "waiting":
            due = vals.get("date_solution_due", case.date_solution_due)
            vals["is_solution_late"] = bool(due) and due < now
        if vals.get("date_solved"):
            worked = case._count_hours(case.date_received, now)
            vals["hours_to_solve"] = worked - paused
        return vals
