from odoo import api, models
from odoo.fields import Domain

RISK = "crm.yishang.risk"
# Customers that are listed, those with most revenue on top.
RISK_LIMIT = 5


class CrmYishangWorkbenchRiskMixin(models.AbstractModel):
    """Customers that may be lost: the own ones, of leaders the team's too.

    Marketing, which holds none, looks at all it sees.
    """

    _name = "crm.yishang.workbench.risk.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Risks on the Workbench"

    @api.model
    def _get_risk_domain(self):
        domain = self.env[RISK]._get_open_domain()
        if self._is_leader() or self._is_marketing():
            return domain
        return domain & Domain("yishang_scope_key", "=", self.env.uid)

    @api.model
    def _get_risk_sections(self, is_seller):
        """Return who may be lost, for whoever can do something about it."""
        if not (is_seller or self._has_people() or self._is_marketing()):
            return []
        domain = self._get_risk_domain()
        title = self.env._("Risk of loss")
        tiles = [
            self._get_count_tile("risk", title, RISK, domain),
            self._get_count_tile(
                "risk_high",
                self.env._("High risk"),
                RISK,
                domain & Domain("level", "=", "high"),
                True,
            ),
        ]
        if tiles[0]["text"] == "0":
            return []
        return [
            self._make_section(
                "risks",
                title,
                tiles=tiles,
                table=self._get_risk_table(domain),
                more=self._get_action(RISK, domain, title),
            )
        ]

    @api.model
    def _get_risk_table(self, domain):
        risks = self.env[RISK].search_fetch(domain, limit=RISK_LIMIT)
        return self._make_table(
            [
                self.env._("Customer"),
                self.env._("Why"),
                self.env._("Value Grade"),
                self.env._("Revenue"),
            ],
            [self._get_risk_row(risk) for risk in risks],
            self.env._("Nobody is at risk."),
            texts=2,
        )

    @api.model
    def _get_risk_row(self, risk):
        grades = dict(risk._fields["grade"]._description_selection(self.env))
        customer = risk.partner_id.display_name
        if self._is_leader():
            # sudo: the name of a colleague.
            owner = risk.sudo().owner_id.name
            customer = " · ".join(filter(None, (customer, owner)))
        return self._make_row(
            risk.id,
            [
                customer,
                risk.reason,
                grades.get(risk.grade, ""),
                self._format_amount(risk.revenue),
            ],
            self._get_form_action(risk),
        )
