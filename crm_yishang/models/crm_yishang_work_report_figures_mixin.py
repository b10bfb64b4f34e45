from odoo import api, fields, models
from odoo.fields import Domain

from .crm_yishang_visit_progress_mixin import MEETINGS

FIGURES = (
    "count_planned",
    "count_done",
    "count_missed",
    "count_calls",
    "count_customers",
    "count_opportunities",
    "count_orders",
    "amount_orders",
)


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
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("figures", "user_id", "date_from", "date_to", "company_id")
    def _compute_figures(self):
        live = self.filtered(lambda report: not report.figures)._get_live_figures()
        for report in self:
            figures = report.figures or live[report]
            for name in FIGURES:
                report[name] = figures.get(name, 0)

    def _get_live_figures(self):
        """Return what is recorded now, in one statement a figure for all reports.

        :return: ``{report: {name of the figure: number}}``
        """
        figures = {report: dict.fromkeys(FIGURES, 0) for report in self}
        for company, reports in self.grouped("company_id").items():
            for name, source in self._get_sources(company).items():
                by_day = reports._count_by_day(company, *source)
                for report in reports:
                    figures[report][name] = sum(
                        number
                        for (user_id, day), number in by_day.items()
                        if user_id == report.user_id.id
                        and report.date_from <= day <= report.date_to
                    )
        return figures

    @api.model
    def _get_sources(self, company):
        """Return what each figure counts.

        :return: ``{figure: (model, Domain, field with the date, aggregate)}``
        """
        meetings = Domain("category_id.kind", "in", MEETINGS)
        done = Domain("state", "=", "done")
        planned = Domain("date_planned_start", "!=", False)
        orders = Domain("state", "=", "sale")
        visit, count = "crm.yishang.visit", "__count"
        missed = self.env[visit].with_company(company)._get_missed_domain()
        return {
            "count_planned": (
                visit,
                meetings & planned & Domain("state", "!=", "cancelled"),
                "day",
                count,
            ),
            "count_done": (visit, meetings & done, "day", count),
            "count_missed": (visit, meetings & missed, "day", count),
            "count_calls": (
                visit,
                done & Domain("category_id.kind", "=", "call"),
                "day",
                count,
            ),
            "count_customers": (
                "res.partner",
                Domain("yishang_is_customer", "=", True),
                "create_date",
                count,
            ),
            "count_opportunities": (
                "crm.lead",
                Domain("type", "=", "opportunity"),
                "create_date",
                count,
            ),
            "count_orders": ("sale.order", orders, "date_order", count),
            "amount_orders": (
                "sale.order",
                orders,
                "date_order",
                "amount_total:sum_currency",
            ),
        }

    def _count_by_day(self, company, model, domain, date_name, aggregate):
        """Return what ``domain`` counts for the people of ``self`` on each day.

        :return: ``{(id of the user, day of the company): number}``
        """
        # sudo: whoever sees the report may know how much was done, if not for whom.
        records = self.env[model].sudo().with_company(company)
        records = records.with_context(
            active_test=False, tz=company._yishang_get_tz().zone
        )
        rows = records._read_group(
            domain & self._get_period_domain(company, model, date_name),
            ["user_id", f"{date_name}:day"],
            [aggregate],
        )
        return {
            (user.id, fields.Date.to_date(day)): number for user, day, number in rows
        }

    def _get_period_domain(self, company, model, date_name):
        """Return what the people of ``self`` did in its periods in that company."""
        first = min(self.mapped("date_from"))
        last = max(self.mapped("date_to"))
        domain = Domain("user_id", "in", self.user_id.ids)
        domain &= Domain("company_id", "in", (company.id, False))
        if self.env[model]._fields[date_name].type == "date":
            return (
                domain & Domain(date_name, ">=", first) & Domain(date_name, "<=", last)
            )
        end = fields.Date.add(last, days=1)
        return (
            domain
            & Domain(date_name, ">=", company._yishang_get_moment(first))
            & Domain(date_name, "<", company._yishang_get_moment(end))
        )

    def action_view_records(self):
        """Open the records behind a figure, named in the context."""
        self.ensure_one()
        name = self.env.context.get("figure")
        sources = self._get_sources(self.company_id)
        model, domain, date_name, _aggregate = sources.get(name, sources["count_done"])
        domain &= self._get_period_domain(self.company_id, model, date_name)
        label = self._fields[name]._description_string(self.env)
        workbench = self.env["crm.yishang.workbench"]
        return workbench._get_action(model, domain, label)
