from odoo import api, fields, models
from odoo.tools import date_utils


class CrmYishangWorkReportPeriodMixin(models.AbstractModel):
    """The day, week or month of one person a report is about."""

    _name = "crm.yishang.work.report.period.mixin"
    _description = "Period of a Work Report"

    kind = fields.Selection(
        [
            ("day", "Daily Report"),
            ("week", "Weekly Report"),
            ("month", "Monthly Report"),
        ],
        required=True,
        default="day",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Employee",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date_from = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
        help="A week begins on Monday, a month on its first day.",
    )
    date_to = fields.Date(
        string="Last Day", compute="_compute_date_to", store=True, precompute=True
    )

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for report in self:
            day = report.date_from
            report.date_to = day and date_utils.end_of(day, report.kind or "day")

    @api.depends("kind", "user_id", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            period = str(report.date_from or "")
            if report.kind != "day":
                period = f"{period} – {report.date_to}"
            # sudo: whoever sees the report may know whose it is.
            parts = (report.sudo().user_id.name, kinds.get(report.kind), period)
            report.display_name = " ".join(filter(None, parts))

    @api.onchange("kind", "date_from")
    def _onchange_period(self):
        if self.date_from:
            self.date_from = self._get_start(self.kind, self.date_from)

    @api.model
    def _get_start(self, kind, day):
        """Return the first day of the period of that kind in which ``day`` lies."""
        return date_utils.start_of(fields.Date.to_date(day), kind or "day")
