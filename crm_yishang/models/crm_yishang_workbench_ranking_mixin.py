from odoo import api, models
from odoo.fields import Domain

# Places that are shown; the report has all.
RANKING_LIMIT = 10


class CrmYishangWorkbenchRankingMixin(models.AbstractModel):
    """Who of the own people sold how much this month."""

    _name = "crm.yishang.workbench.ranking.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.figure.mixin",
    ]
    _description = "Ranking on the Workbench"

    @api.model
    def _get_ranking_section(self, people, orders, receipts):
        """Return the ranking of the month.

        :param people: as the board returns them
        :param orders, receipts: of people this month, see `_fetch_orders`
        """
        goals = self._fetch_goals_of([person["user_id"] for person in people])
        ranked = sorted(people, key=lambda person: -orders.get(person["user_id"], 0))
        rows = [
            self._get_ranking_row(place, person, orders, receipts, goals)
            for place, person in enumerate(ranked[:RANKING_LIMIT], 1)
        ]
        return self._make_section(
            "ranking",
            self.env._("Ranking this month"),
            table=self._make_table(
                [
                    self.env._("Employee"),
                    self.env._("Sales Amount"),
                    self.env._("Amount Collected"),
                    self.env._("Target reached"),
                ],
                rows,
                self.env._("Nobody is below you yet."),
            ),
            more=len(people) > RANKING_LIMIT
            and "crm_yishang.crm_yishang_supervision_action",
        )

    @api.model
    def _fetch_goals_of(self, user_ids):
        """Return the targets in sales amount of people: ``{user id: number}``."""
        first, _last = self._get_month()
        domain = (
            Domain("period", "=", "month")
            & Domain("date_from", "=", first)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("kind", "=", "amount")
            & Domain("level", "=", "person")
            & Domain("user_id", "in", user_ids)
        )
        found = self.env["crm.yishang.target"].search_fetch(domain, ["user_id", "goal"])
        return {target.user_id.id: target.goal for target in found}

    @api.model
    def _get_ranking_row(self, place, person, orders, receipts, goals):
        user_id = person["user_id"]
        ordered, goal = orders.get(user_id, 0), goals.get(user_id)
        own = Domain("user_id", "=", user_id)
        month = self._get_month()
        name = person["name"]
        order_action = self._get_action(
            "sale.order", own & self._get_order_domain(*month), name
        )
        receipt_action = self._get_action(
            "crm.yishang.receipt", own & self._get_receipt_domain(*month), name
        )
        return self._make_row(
            user_id,
            [
                f"{place}. {name}",
                self._format_amount(ordered),
                self._format_amount(receipts.get(user_id)),
                f"{100 * ordered / goal:.0f} %" if goal else "",
            ],
            order_action,
            actions={2: receipt_action},
        )
