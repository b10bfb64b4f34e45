from typing import NamedTuple

from odoo import api, fields, models

SCORE = "crm.yishang.value.score"
# How many steps of revenue there are while it grows to the e-fold (2.7 times).
STEPS = 4
# Below all steps: without revenue, and with more returned than bought.
NOTHING, RETURNED = -1000, -1001


class ValueGroup(NamedTuple):
    """Customers of one grade, band of ten points and step of revenue.

    Those of one step have more revenue than all below: sums along the steps, the
    highest first, are points of the Pareto curve itself, not of an approximation.
    """

    grade: str
    band: int
    step: int
    number: int
    revenue: float
    vital: int


class CrmYishangValueSummaryMixin(models.AbstractModel):
    """The values of many customers in some hundred groups.

    Whoever sees everything reads what the run has put down, because a million rows
    take longer than the workbench has; everybody else's are grouped when asked for.
    """

    _name = "crm.yishang.value.summary.mixin"
    _inherit = ["crm.yishang.value.result.mixin"]
    _description = "Summary of a Value Run"

    summary = fields.Json(
        readonly=True,
        export_string_translation=False,
        help="The groups of all customers of the company, see ValueGroup.",
    )

    def _count_results(self):
        """Put down the groups of all customers along with the other figures."""
        # sudo: all customers count; whoever reads it sees all of them.
        groups = self.env[SCORE].sudo()._fetch_groups(self.company_id)
        return {
            **super()._count_results(),
            "summary": [[*group] for group in groups],
        }

    @api.model
    def _get_groups(self):
        """Return the groups of the customers the current user sees.

        :return: list of ``ValueGroup``, of the current company
        """
        company = self.env.company
        scores = self.env[SCORE]
        if scores._get_visible_domain("read").is_true():
            # sudo: who sees all customers may know how many there are.
            run = self.sudo().search(
                [("company_id", "=", company.id), ("state", "=", "done")],
                order="id DESC",
                limit=1,
            )
            if run.summary:
                return [ValueGroup(*group) for group in run.summary]
        return scores._fetch_groups(company)
