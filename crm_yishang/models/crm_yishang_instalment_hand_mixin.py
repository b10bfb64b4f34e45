from odoo import api, models
from odoo.tools import float_compare

# Says that plans are followed later. An object: no browser can send it.
HELD = object()
# What makes a plan one by hand when somebody changes it.
PLANNED = frozenset(("amount", "date_due", "order_id", "sequence", "share"))


class CrmYishangInstalmentHandMixin(models.AbstractModel):
    """Plans written by hand: whoever changes one instalment owns the whole plan."""

    _name = "crm.yishang.instalment.hand.mixin"
    _description = "Plans Written by Hand"

    @api.model_create_multi
    def create(self, vals_list):
        shared = [
            {"amount": 0, **vals} if "share" in vals else vals for vals in vals_list
        ]
        instalments = super().create(shared)
        if not self._is_held():
            self._drop_implicit(instalments.order_id)
        self._follow(instalments.order_id)
        return instalments

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        if PLANNED & vals.keys():
            self._follow(orders | self.order_id)
        return result

    def unlink(self):
        orders = self.order_id
        orders._yishang_take_plans()
        result = super().unlink()
        self._follow(orders)
        return result

    @api.model
    def _is_held(self):
        return self.env.context.get("yishang_plan_held") is HELD

    @api.model
    def _drop_implicit(self, orders):
        """Have a plan by hand take the place of what payment terms made.

        In the form of an order one sees these and removes them oneself, or does not.
        """
        # sudo: they are nobody's; `_yishang_take_plans` would make them somebody's.
        past = orders.sudo().yishang_instalment_ids.filtered("is_implicit")
        held = self.sudo().with_context(yishang_plan_held=HELD)
        held.browse(past.ids).unlink()

    @api.model
    def _follow(self, orders):
        """Give the plans of orders what was received, once somebody changed them.

        While an order is saved with its plan, the order does so at the end.
        """
        orders._yishang_take_plans()
        if orders and not self._is_held():
            # sudo: what was received is spread, whoever changes the plan. The lock has
            # this wait for a receipt that is being confirmed.
            orders = orders.sudo()
            self.env["crm.yishang.money"].sudo()._lock(orders)
            self.sudo()._refresh(orders)

    @api.model
    def _divide(self, total, shares, currency):
        """Divide an amount by shares so that the parts sum up to it exactly.

        :param shares: numbers of any sum; the last part takes the rest of rounding
        :return: the amounts, in the order of the shares
        """
        whole = sum(shares)
        amounts, up_to, before = [], 0.0, 0.0
        for share in shares:
            up_to += share
            # Rounded running totals: no part is off by more than one cent.
            reached = currency.round(total * up_to / whole) if whole else 0.0
            amounts.append(currency.round(reached - before))
            before = reached
        rest = currency.round(total - sum(amounts))
        if amounts and float_compare(rest, 0, currency.decimal_places):
            amounts[-1] = currency.round(amounts[-1] + rest)
        return amounts

    @api.model
    def _copy_plan(self, contract, orders):
        """Give orders the plan of their contract, scaled to each order's total.

        Orders that have a plan by hand keep it.

        :param contract: record with ``yishang_instalment_ids`` or whose instalments
            have it as ``contract_id``
        """
        # sudo: an order gets the whole plan of its contract.
        pattern = self.sudo().search([("contract_id", "=", contract.id)])
        pattern = pattern.filtered(lambda instalment: not instalment.order_id)
        orders = orders.filtered(
            lambda order: not order._yishang_has_hand_plan()
            and order.currency_id.compare_amounts(order.amount_total, 0) > 0
        )
        if not pattern or not orders:
            return self.browse()
        pattern = pattern.sorted(lambda one: (one.date_due, one.sequence, one.id))
        vals_list = []
        for order in orders:
            amounts = self._divide(
                order.amount_total, pattern.mapped("amount"), order.currency_id
            )
            vals_list += [
                {
                    "order_id": order.id,
                    "contract_id": contract.id,
                    "sequence": number,
                    "date_due": one.date_due,
                    "amount": amount,
                    "note": one.note,
                }
                for number, (one, amount) in enumerate(
                    zip(pattern, amounts, strict=True), 1
                )
            ]
        # sudo: what the contract agreed is planned, whoever confirms the order.
        return self.sudo().create(vals_list).with_env(self.env)
