from odoo import api, fields, models

from .crm_yishang_value_total import ValueGroup

TOTAL = "crm.yishang.value.total"


class CrmYishangValueSummaryMixin(models.AbstractModel):
    """The values of many customers in some hundred groups.

    Whoever sees everything reads what the run has put down, everybody else's are added
    up when asked for.
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
        groups = self.env[TOTAL].sudo()._fetch_groups(self.company_id)
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
        totals = self.env[TOTAL]
        if totals._get_visible_domain("read").is_true():
            # sudo: who sees all customers may know how many there are.
            run = self.sudo().search(
                [("company_id", "=", company.id), ("state", "=", "done")],
                order="id DESC",
                limit=1,
            )
            if run.summary:
                return [ValueGroup(*group) for group in run.summary]
        return totals._fetch_groups(company)
