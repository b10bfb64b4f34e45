from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What the author writes; all else follows from the period and from methods.
WRITTEN_FIELDS = frozenset(("summary", "plan", "problems"))
# What a report that nobody asked for begins with.
CHOSEN_FIELDS = WRITTEN_FIELDS | {"kind", "date_from"}


class CrmYishangWorkReport(models.Model):
    """What an employee tells about a day, week or month of the own work."""

    _name = "crm.yishang.work.report"
    _description = "Work Report"
    _inherit = [
        "crm.yishang.people.mixin",
        "crm.yishang.instructed.mixin",
        "crm.yishang.work.report.period.mixin",
        "crm.yishang.work.report.deadline.mixin",
        "crm.yishang.work.report.figures.mixin",
        "crm.yishang.work.report.recorded.mixin",
    ]
    _yishang_stays = ("user_id",)
    _order = "date_from DESC, kind, id DESC"
    _rec_names_search = ["user_id", "summary"]

    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Of the employee when the report was begun; it does not move any more.",
    )
    summary = fields.Text(help="What was done and what came of it.", copy=False)
    plan = fields.Text(help="What comes next.", copy=False)
    problems = fields.Text(
        string="Help Wanted", help="What stands in the way, who could help.", copy=False
    )
    date_instructed = fields.Datetime(
        string="Commented At",
        readonly=True,
        copy=False,
        help="When a leader first wrote on the submitted report: it stays as it is.",
    )
    can_recall = fields.Boolean(
        compute="_compute_can_recall", export_string_translation=False
    )

    _period_uniq = models.UniqueIndex(
        "(user_id, kind, date_from)",
        "There is a report of this employee for this period already. Open that one.",
    )
    _user_idx = models.Index("(user_id, date_from DESC, id DESC)")
    # The few that are waited for: missing ones are looked for every hour.
    _due_idx = models.Index("(date_due) WHERE state = 'draft'")

    @api.depends("user_id")
    def _compute_department_id(self):
        for report in self:
            # sudo: the department of a colleague is no secret, the employee is.
            user = report.user_id.sudo().with_company(report.company_id)
            report.department_id = user.employee_id.department_id

    @api.depends("state", "user_id", "date_instructed")
    @api.depends_context("uid")
    def _compute_can_recall(self):
        for report in self:
            report.can_recall = (
                report.state == "submitted"
                and report.user_id == self.env.user
                and not report.date_instructed
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Begin reports; people begin none but their own."""
        vals_list = [self._prepare_vals(vals) for vals in vals_list]
        for vals in vals_list:
            kind = vals.setdefault("kind", "day")
            day = vals.get("date_from") or self.env.company._yishang_get_day()
            vals["date_from"] = self._get_start(kind, day)
        return super().create(vals_list)

    @api.model
    def _prepare_vals(self, vals):
        if self.env.su:
            return dict(vals)
        # Given, so that no default of a browser takes their place.
        return {
            **{name: vals[name] for name in CHOSEN_FIELDS & vals.keys()},
            "company_id": self.env.company.id,
            "date_due": False,
            "date_instructed": False,
            "date_submitted": False,
            "figures": False,
            "state": "draft",
            "user_id": self.env.uid,
        }

    def write(self, vals):
        if not self.env.su:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_expected(self):
        for report in self:
            if report.state == "submitted" or report.date_due:
                raise UserError(
                    self.env._(
                        "%(report)s is expected or was submitted: it is not deleted.",
                        report=report.display_name,
                    )
                )

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and self.ids:
            return field.name in WRITTEN_FIELDS
        return super()._has_field_access(field, operation)

    def _check_draft(self):
        """Check that nobody changes what was submitted.

        :raise UserError: naming the report and the way out
        """
        if done := self.filtered(lambda report: report.state == "submitted"):
            raise UserError(
                self.env._(
                    "%(report)s is submitted. Recall it, as long as nobody has written "
                    "on it.",
                    report=done[0].display_name,
                )
            )

    def action_submit(self):
        """Hand own reports in; the figures stay as they are now.

        :raise UserError: without a summary
        """
        self._check_author()
        self._check_draft()
        for report in self:
            if not (report.summary or "").strip():
                raise UserError(
                    self.env._(
                        "%(report)s has no summary. Write what you did before you "
                        "submit it.",
                        report=report.display_name,
                    )
                )
        figures = self._get_live_figures()
        now = fields.Datetime.now()
        for report in self:
            # sudo: facts of the moment, nobody enters them.
            report.sudo().write(
                {
                    "state": "submitted",
                    "date_submitted": now,
                    "figures": figures[report],
                }
            )

    def action_recall(self):
        """Take own reports back to change them.

        :raise UserError: if a leader has written on one of them
        """
        self._check_author()
        for report in self:
            if not report.can_recall:
                raise UserError(
                    self.env._(
                        "%(report)s cannot be recalled: it is not submitted, or a "
                        "leader has written on it already.",
                        report=report.display_name,
                    )
                )
        # sudo: see action_submit.
        self.sudo().write({"state": "draft", "date_submitted": False, "figures": False})

    def _check_author(self):
        self.check_access("write")
        if not self.env.su and self.user_id - self.env.user:
            raise AccessError(
                self.env._(
                    "Only %(author)s can submit or recall this report.",
                    author=(self.user_id - self.env.user)[:1].name,
                )
            )

    @api.model
    def _get_visible_domain(self, mode):
        """Reports are changed by their authors alone."""
        if mode == "write":
            return Domain("user_id", "=", self.env.uid)
        return super()._get_visible_domain(mode)

    def _yishang_on_instructed(self):
        """Keep the report as the leader read it."""
        result = super()._yishang_on_instructed()
        # sudo: a fact of the moment. What is not submitted yet goes on being written.
        submitted = self.sudo().filtered(
            lambda report: report.state == "submitted" and not report.date_instructed
        )
        submitted.date_instructed = fields.Datetime.now()
        return result
