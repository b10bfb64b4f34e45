from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangWorkReportDeadlineMixin(models.AbstractModel):
    """Until when a report is expected, and whether it came in time."""

    _name = "crm.yishang.work.report.deadline.mixin"
    _description = "Deadline of a Work Report"

    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        group_expand=True,
    )
    date_due = fields.Datetime(
        string="Due",
        readonly=True,
        copy=False,
        help="Set by the rule that asks for the report; empty if none does.",
    )
    date_submitted = fields.Datetime(string="Submitted At", readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", store=True, precompute=True
    )
    is_missing = fields.Boolean(
        string="Missing",
        compute="_compute_is_missing",
        search="_search_is_missing",
        help="It was due and has not been submitted.",
    )
    status = fields.Selection(
        [
            ("open", "In Writing"),
            ("on_time", "On Time"),
            ("late", "Late"),
            ("missing", "Missing"),
        ],
        compute="_compute_status",
        store=True,
        precompute=True,
        help="For statistics; a report is counted as missing within the hour.",
    )

    @api.depends("date_due", "date_submitted")
    def _compute_is_late(self):
        for report in self:
            due, submitted = report.date_due, report.date_submitted
            report.is_late = bool(due and submitted and submitted > due)

    @api.depends("state", "date_due")
    def _compute_is_missing(self):
        missing = self.filtered_domain(self._get_missing_domain())
        missing.is_missing = True
        (self - missing).is_missing = False

    @api.model
    def _search_is_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_missing_domain() if True in value else Domain.FALSE

    @api.depends("state", "date_due", "is_late")
    def _compute_status(self):
        missing = self.filtered_domain(self._get_missing_domain())
        for report in self:
            if report.state == "submitted":
                report.status = "late" if report.is_late else "on_time"
            else:
                report.status = "missing" if report in missing else "open"

    @api.model
    def _get_missing_domain(self):
        """Return the reports that are due and were not submitted, as a ``Domain``."""
        now = fields.Datetime.now()
        return Domain("state", "=", "draft") & Domain("date_due", "<", now)

    @api.model
    def _count_missing(self):
        """Count as missing what became due since the last time."""
        # sudo: called by the scheduler, for everybody.
        reports = self.sudo()
        overdue = reports.search(
            self._get_missing_domain() & Domain("status", "=", "open")
        )
        self.env.add_to_compute(self._fields["status"], overdue)
        overdue.flush_recordset(["status"])
