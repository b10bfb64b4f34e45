from odoo import api, fields, models

# Each figure of a report and the one of supervision it is, see ``Measure``.
FIGURES = {
    "count_planned": "visits_planned",
    "count_done": "visits_done",
    "count_missed": "visits_missed",
    "count_receptions": "receptions",
    "count_calls": "calls",
    "count_customers": "new_customers",
    "count_opportunities": "opportunities",
    "count_orders": "orders",
    "amount_orders": "order_amount",
    "amount_receipts": "receipt_amount",
}


class CrmYishangWorkReportFiguresMixin(models.AbstractModel):
    """What a person did in a period, in figures: live, and as they were submitted."""

    _name = "crm.yishang.work.report.figures.mixin"
    _description = "Figures of a Work Report"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    figures = fields.Json(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="As they were when the report was submitted; empty before.",
    )
    count_planned = fields.Integer(string="Planned", compute="_compute_figures")
    count_done = fields.Integer(string="Visits", compute="_compute_figures")
    count_missed = fields.Integer(string="Missed", compute="_compute_figures")
    count_receptions = fields.Integer(string="Receptions", compute="_compute_figures")
    count_calls = fields.Integer(string="Calls", compute="_compute_figures")
    count_customers = fields.Integer(string="New Customers", compute="_compute_figures")
    count_opportunities = fields.Integer(
        string="New Opportunities", compute="_compute_figures"
    )
    count_orders = fields.Integer(string="Orders", compute="_compute_figures")
    amount_orders = fields.Monetary(
        string="Order Amount",
        compute="_compute_figures",
        help="Confirmed orders of the period with tax, in the company's currency.",
    )
    amount_receipts = fields.Monetary(
        string="Receipt Amount",
        compute="_compute_figures",
        help="Confirmed receipts less refunds, in the company's currency.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("figures", "user_id", "date_from", "date_to", "company_id")
    def _compute_figures(self):
        live = self.filtered(lambda report: not report.figures)._get_live_figures()
        for report in self:
            figures = report.figures or live[report]
            for name in FIGURES:
                report[name] = figures.get(name, 0)

    def _get_live_figures(self):
        """Return what is recorded now, in one statement for all reports of a company.

        :return: ``{report: {name of the figure: number}}``
        """
        figures = {}
        for company, reports in self.grouped("company_id").items():
            days = reports._fetch_days(company)
            for report in reports:
                figures[report] = report._add_up(days.get(report.user_id.id, {}))
        return figures

    def _fetch_days(self, company):
        """Return what the people of ``self`` did on each day of its periods."""
        supervision = self._get_supervision(company)
        # sudo: whoever sees the report may know how much was done, if not for whom.
        supervision = supervision.sudo()
        period = supervision._make_period(
            min(self.mapped("date_from")), max(self.mapped("date_to"))
        )
        counted = set(FIGURES.values())
        sources = [
            source
            for source in supervision._get_sources()
            if any(measure.key in counted for measure in source.measures)
        ]
        return supervision._fetch_days(sources, period, self.user_id)

    def _add_up(self, days):
        """Return the figures of the days that lie in the period of the report.

        :param days: of the user, ``{day: {key of a measure: number}}``
        """
        rows = [
            row for day, row in days.items() if self.date_from <= day <= self.date_to
        ]
        return {
            name: self._to_json(name, sum(row[key] for row in rows))
            for name, key in FIGURES.items()
        }

    @api.model
    def _to_json(self, name, number):
        return int(number) if self._fields[name].type == "integer" else float(number)

    @api.model
    def _get_supervision(self, company):
        """Return the model that counts, for one company."""
        supervision = self.env["crm.yishang.supervision"]
        return supervision.with_context(allowed_company_ids=company.ids)

    def action_view_records(self):
        """Open the records behind a figure, named in the context."""
        self.ensure_one()
        name = self.env.context.get("figure")
        name = name if name in FIGURES else "count_done"
        supervision = self._get_supervision(self.company_id)
        source, measure = supervision._find_measure(FIGURES[name])
        domain = measure.domain & self._get_records_domain(source)
        label = self._fields[name]._description_string(self.env)
        workbench = self.env["crm.yishang.workbench"]
        return workbench._get_action(source.model, domain, label)

    def _get_records_domain(self, source):
        """Return what the employee did in the period of the report, of a ``Source``."""
        supervision = self._get_supervision(self.company_id)
        period = supervision._make_period(self.date_from, self.date_to)
        return supervision._get_domain(source, self.user_id, period)
