from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools.value import GRADES

SCORE = "crm.yishang.value.score"
BANDS = range(9, -1, -1)


class CrmYishangWorkbenchValueMixin(models.AbstractModel):
    """What the customers of a leader are worth: how many of which value, and who
    brings the revenue.
    """

    _name = "crm.yishang.workbench.value.mixin"
    _inherit = ["crm.yishang.workbench.mixin"]
    _description = "Customer Value on the Workbench"

    @api.model
    def _get_value_sections(self):
        """Return distribution and Pareto curve, nothing before the first value run."""
        groups = self.env["crm.yishang.value.run"]._get_groups()
        if not groups:
            return []
        return [self._get_grade_section(groups), self._get_pareto_section(groups)]

    @api.model
    def _get_value_action(self, domain, name):
        company = Domain("company_id", "=", self.env.company.id)
        return self._get_action(SCORE, company & Domain(domain), name)

    @api.model
    def _get_grade_section(self, groups):
        """Return how many customers there are by ten points of score and by grade."""
        numbers, revenues, bands = (defaultdict(float) for _sums in range(3))
        for group in groups:
            numbers[group.grade] += group.number
            revenues[group.grade] += group.revenue
            bands[group.band] += group.number
        title = self.env._("Customer value")
        return self._make_section(
            "value",
            title,
            chart={
                "kind": "bars",
                "labels": [f"{band * 10}–{band * 10 + 10}" for band in BANDS],
                "datasets": [
                    {
                        "label": self.env._("Customers"),
                        "data": [int(bands[band]) for band in BANDS],
                        "actions": [self._get_band_action(band) for band in BANDS],
                    }
                ],
            },
            table=self._get_grade_table(numbers, revenues),
            more=self._get_value_action(Domain.TRUE, title),
        )

    @api.model
    def _get_band_action(self, band):
        domain = Domain("score", ">=", band * 10)
        if band < BANDS[0]:
            domain &= Domain("score", "<", band * 10 + 10)
        return self._get_value_action(domain, f"{band * 10}–{band * 10 + 10}")

    @api.model
    def _get_grade_table(self, numbers, revenues):
        whole = sum(revenues.values())
        rows = [
            self._make_row(
                grade,
                [
                    label,
                    f"{int(numbers[grade]):,}",
                    self._format_amount(revenues[grade]),
                    self._format_share(revenues[grade], whole),
                ],
                self._get_value_action(Domain("grade", "=", grade), label),
            )
            for grade, label in GRADES
        ]
        columns = [
            self.env._("Value Grade"),
            self.env._("Customers"),
            self.env._("Revenue"),
            self.env._("Share of Revenue"),
        ]
        return self._make_table(columns, rows, "")

    @api.model
    def _get_pareto_section(self, groups):
        """Return which part of the customers brings which part of the revenue."""
        steps = defaultdict(lambda: [0, 0.0])
        for group in groups:
            steps[group.step][0] += group.number
            steps[group.step][1] += group.revenue
        number = sum(group.number for group in groups)
        whole = sum(group.revenue for group in groups)
        points, reached, brought = [{"x": 0, "y": 0}], 0, 0.0
        for step in sorted(steps, reverse=True):
            reached += steps[step][0]
            brought += steps[step][1]
            points.append(
                {
                    "x": round(reached / number * 100, 2),
                    "y": round(brought / whole * 100, 2) if whole else 0,
                }
            )
        vital = sum(group.vital for group in groups)
        title = self.env._("Who brings the revenue")
        action = self._get_value_action(Domain("is_vital", "=", True), title)
        label = self.env._("Vital few")
        return self._make_section(
            "pareto",
            title,
            tiles=[
                self._make_tile("vital", label, f"{vital:,}", action),
                self._make_tile(
                    "vital_share",
                    self.env._("Of all customers"),
                    self._format_share(vital, number),
                    action,
                ),
            ],
            chart={
                "kind": "curve",
                "labels": [],
                "x": self.env._("Customers, those with most revenue first (%)"),
                "y": self.env._("Revenue (%)"),
                "datasets": [
                    {
                        "label": self.env._("Cumulative share"),
                        "data": points,
                        "actions": [action] * len(points),
                    }
                ],
            },
        )

    @api.model
    def _format_share(self, part, whole):
        return f"{part / whole * 100:.1f} %" if whole else ""
