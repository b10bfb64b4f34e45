from odoo import api, fields, models

from ..tools.value import CLASSES, GRADES


class CrmYishangValueResultMixin(models.AbstractModel):
    """What a value run found, in a few figures."""

    _name = "crm.yishang.value.result.mixin"
    _description = "Results of a Value Run"

    # Of the company of the run.
    currency_id = fields.Many2one("res.currency")
    buyer_count = fields.Integer(
        string="Customers With Revenue",
        readonly=True,
        help="With a confirmed order in the last twelve months.",
    )
    vital_count = fields.Integer(
        string="Vital Few",
        readonly=True,
        help="The fewest customers that together bring the vital share.",
    )
    pareto_share = fields.Float(
        string="Share of the Vital Few",
        compute="_compute_pareto_share",
        aggregator=None,
        help="Which part of the customers with revenue brings the vital share of it.",
    )
    changed_count = fields.Integer(
        string="Changed",
        readonly=True,
        help="Customers with another grade, or a score that moved by a point or more.",
    )
    up_count = fields.Integer(string="Better Grade", readonly=True)
    down_count = fields.Integer(string="Worse Grade", readonly=True)
    revenue = fields.Monetary(readonly=True, help="Of the last twelve months, untaxed.")
    average_score = fields.Float(digits=(5, 2), readonly=True, aggregator="avg")
    average_coverage = fields.Float(readonly=True, aggregator="avg")
    count_a = fields.Integer(string="Grade A", readonly=True)
    count_b = fields.Integer(string="Grade B", readonly=True)
    count_c = fields.Integer(string="Grade C", readonly=True)
    count_d = fields.Integer(string="Grade D", readonly=True)
    class_a = fields.Integer(readonly=True)
    class_b = fields.Integer(readonly=True)
    class_c = fields.Integer(readonly=True)

    @api.depends("buyer_count", "vital_count")
    def _compute_pareto_share(self):
        for run in self:
            buyers = run.buyer_count
            run.pareto_share = run.vital_count / buyers if buyers else 0

    def _count_results(self):
        """Return the figures of the values this run wrote, by the names of fields."""
        scores = self.env["crm.yishang.value.score"]
        domain = [("run_id", "=", self.id)]
        groups = scores._read_group(
            domain,
            ["grade", "grade_before"],
            ["__count", "score:sum", "coverage:sum"],
        )
        number = sum(count for _new, _old, count, *_sums in groups)
        classes = dict(scores._read_group(domain, ["abc"], ["__count"]))
        result = {f"class_{key}": classes.get(key, 0) for key, _label in CLASSES}
        for key, _label in GRADES:
            result[f"count_{key}"] = sum(
                count for new, _old, count, *_sums in groups if new == key
            )
        for name, sign in (("up_count", -1), ("down_count", 1)):
            result[name] = sum(
                count
                for new, old, count, *_sums in groups
                if old and (new > old) - (new < old) == sign
            )
        for name, place in (("average_score", 3), ("average_coverage", 4)):
            total = sum(group[place] or 0 for group in groups)
            result[name] = total / number if number else 0
        return result

    def action_open_scores(self):
        """Open the values of the company of this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_value_score_action"
        )
        return {**action, "domain": [("company_id", "=", self.company_id.id)]}
