from odoo import fields, models

from .crm_yishang_service_stage import PRIORITIES


class CrmYishangServicePolicy(models.Model):
    """Within how many working hours which cases are answered and solved."""

    _name = "crm.yishang.service.policy"
    _description = "Service Time Limit"
    _inherit = "crm.yishang.referenced.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    type_id = fields.Many2one(
        "crm.yishang.service.type",
        string="Service Type",
        ondelete="restrict",
        help="Empty: every type.",
    )
    team_id = fields.Many2one(
        "crm.yishang.service.team", ondelete="restrict", help="Empty: every team."
    )
    priority = fields.Selection(
        PRIORITIES,
        help="Empty: every priority.",
    )
    grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")],
        string="Value Grade",
        help="Of the customer. Empty: every grade.",
    )
    response_hours = fields.Float(
        string="Respond Within", help="In working hours; 0: no limit."
    )
    solution_hours = fields.Float(
        string="Solve Within", help="In working hours; 0: no limit."
    )
    risk_share = fields.Integer(
        string="At Risk After",
        default=75,
        help="Percent of the time after which a case is at risk.",
    )

    _check_hours = models.Constraint(
        "CHECK (response_hours >= 0 AND solution_hours >= 0)",
        "Time limits cannot be negative. Enter 0 for none.",
    )
    _check_risk_share = models.Constraint(
        "CHECK (risk_share BETWEEN 1 AND 100)",
        "A case is at risk after 1 to 100 percent of its time.",
    )

    def _get_match(self, case):
        """Return the first of these policies, in their order, that fits the case."""
        asked = {
            "company_id": case.company_id,
            "type_id": case.type_id,
            "team_id": case.team_id,
            "priority": case.priority,
            "grade": case.partner_id.yishang_grade,
        }
        for policy in self:
            if all(not policy[name] or policy[name] == asked[name] for name in asked):
                return policy
        return self.browse()
