from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangVisitProgressMixin(models.AbstractModel):
    """What a finished visit changes: dates and stages of customer and opportunity."""

    _name = "crm.yishang.visit.progress.mixin"
    _description = "Progress Through a Visit"

    follow_stage_before_id = fields.Many2one(
        "crm.yishang.follow.stage",
        string="Stage Before",
        compute="_compute_stages_before",
        store=True,
        precompute=True,
    )
    follow_stage_after_id = fields.Many2one(
        "crm.yishang.follow.stage",
        string="Stage After",
        ondelete="restrict",
        copy=False,
        help="How far the work on the customer has come with this contact.",
    )
    lead_stage_before_id = fields.Many2one(
        "crm.stage",
        string="Opportunity Stage Before",
        compute="_compute_stages_before",
        store=True,
        precompute=True,
    )
    lead_stage_after_id = fields.Many2one(
        "crm.stage",
        string="Opportunity Stage After",
        ondelete="set null",
        copy=False,
        help="Where the opportunity stands with this contact.",
    )
    progress = fields.Char(compute="_compute_progress")

    @api.depends("partner_id", "lead_id")
    def _compute_stages_before(self):
        """Taken when customer and opportunity are chosen, and when the visit ends."""
        for visit in self:
            visit.follow_stage_before_id = visit.partner_id.yishang_follow_stage_id
            visit.lead_stage_before_id = visit.lead_id.stage_id

    @api.depends(
        "follow_stage_before_id",
        "follow_stage_after_id",
        "lead_stage_before_id",
        "lead_stage_after_id",
    )
    def _compute_progress(self):
        for visit in self:
            before = visit.lead_stage_before_id or visit.follow_stage_before_id
            after = visit.lead_stage_after_id or visit.follow_stage_after_id
            if visit.lead_stage_before_id and not visit.lead_stage_after_id:
                after = before
            names = [stage.name for stage in (before, after) if stage]
            visit.progress = " → ".join(dict.fromkeys(names))

    def action_done(self):
        """Finish records: what they say is complete, and what follows is done.

        :raise UserError: naming what is missing
        """
        self.check_access("write")
        for visit in self:
            visit._check_finishable()
        for visit in self:
            visit._finish()

    def _check_finishable(self):
        self._check_author({"content": None})
        if self.state == "cancelled":
            raise UserError(
                self.env._(
                    "%(visit)s was cancelled. Record a new visit.",
                    visit=self.display_name,
                )
            )
        missing = self._get_missing_labels()
        if missing:
            raise UserError(
                self.env._(
                    "%(visit)s cannot be finished yet. Missing: %(labels)s",
                    visit=self.display_name,
                    labels=self.env._(", ").join(missing),
                )
            )

    def _get_missing_labels(self):
        """Return the labels of what has to be told before the record is finished."""
        names = [name for name in ("category_id", "content") if not self[name]]
        labels = [self._fields[name]._description_string(self.env) for name in names]
        return labels + self._get_open_questions().mapped("name")

    def _get_open_questions(self):
        """Return the required questions of the category without an answer."""
        required = self.category_id.question_ids.filtered("is_required")
        return required - self.answer_ids.filtered(lambda a: a._is_given()).question_id

    @api.onchange("category_id")
    def _onchange_category_id(self):
        """Show the questions of the category, keeping the answers to them."""
        questions = self.category_id.question_ids
        self.answer_ids -= self.answer_ids.filtered(
            lambda answer: answer.question_id not in questions
        )
        missing = questions - self.answer_ids.question_id
        self.answer_ids = [
            fields.Command.create({"question_id": question.id}) for question in missing
        ]

    def _finish(self):
        """Fill in times and stages, and carry the outcome to the customer."""
        now = fields.Datetime.now()
        start = self.date_start or min(self.date_planned_start or now, now)
        vals = {"state": "done"}
        if self.state != "done":
            vals |= {
                "date_start": start,
                "date_end": self.date_end or self._get_default_end(start, now),
                "date_done": now,
                "date_lock": self._get_lock_time(),
                # sudo: the department of a colleague is no secret, the employee is.
                "department_id": self.user_id.sudo().employee_id.department_id.id,
                "region_id": self.partner_id.yishang_region_id.id,
                "follow_stage_before_id": self.partner_id.yishang_follow_stage_id.id,
                "lead_stage_before_id": self.lead_id.stage_id.id,
            }
        if self.lead_stage_after_id and self.lead_id:
            self.lead_id.stage_id = self.lead_stage_after_id
        # sudo: facts of the moment, nobody enters them. Whoever collaborated on the
        # customer for this visit alone loses it with the end of the visit.
        visit = self.sudo()
        visit.write(vals)
        visit._carry_to_customer()

    def _get_default_end(self, start, now):
        """Return the end of a contact of which only the start is known."""
        if self.date_planned_start and self.date_planned_end:
            planned = self.date_planned_end - self.date_planned_start
            return min(start + planned, now)
        return start

    def _carry_to_customer(self):
        """Move the contact dates, the follow-up stage and the lifecycle along."""
        if vals := self._get_customer_vals():
            self.partner_id.write(vals)
        self.env["crm.yishang.lifecycle"]._follow_visits(self)

    def _get_customer_vals(self, is_current=True):
        """Return what follows from contacts with one customer, the newest one last.

        :param is_current: whether the last one tells how things stand now
        """
        customer, newest, vals = self.partner_id, self[-1], {}
        last = customer.yishang_date_last_contact
        if not last or newest.day > last:
            vals["yishang_date_last_contact"] = newest.day
        first = customer.yishang_date_first_contact
        if not first or self[0].day < first:
            vals["yishang_date_first_contact"] = self[0].day
        due = customer.yishang_date_next_contact
        if is_current and (newest.date_next or (due and due <= newest.day)):
            vals["yishang_date_next_contact"] = newest.date_next
        if is_current and newest.follow_stage_after_id:
            vals["yishang_follow_stage_id"] = newest.follow_stage_after_id.id
        return vals
