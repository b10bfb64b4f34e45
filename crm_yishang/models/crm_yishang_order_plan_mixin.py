from odoo import fields, models
from odoo.tools import float_repr

from .crm_yishang_instalment_hand_mixin import HELD

# What the plan of an order follows, as soon as it is written to the database.
PLAN_FIELDS = frozenset(("amount_total", "date_order", "payment_term_id", "state"))
REPEATED_FIELDS = frozenset(
    ("company_id", "currency_id", "currency_rate", "partner_id", "user_id")
)


class CrmYishangOrderPlanMixin(models.AbstractModel):
    """The collection plan of an order."""

    _name = "crm.yishang.order.plan.mixin"
    _description = "Order with a Collection Plan"

    yishang_instalment_ids = fields.One2many(
        "crm.yishang.instalment", "order_id", string="Collection Plan"
    )

    def write(self, vals):
        if "yishang_instalment_ids" not in vals:
            return super().write(vals)
        result = super(
            CrmYishangOrderPlanMixin, self.with_context(yishang_plan_held=HELD)
        ).write(vals)
        self.env["crm.yishang.instalment"]._follow(self)
        return result

    def _write_multi(self, vals_list):
        """Have plans follow totals and states, however these came to change.

        Where values reach the database: totals are computed, and a hook on ``write``
        would miss them or compute them twice.
        """
        super()._write_multi(vals_list)
        touched, replanned = set(), set()
        for order, vals in zip(self, vals_list, strict=True):
            if order._yishang_is_planned(vals):
                touched.add(order.id)
                if vals.keys() - {"amount_total"}:
                    replanned.add(order.id)
        if touched and self.env.context.get("yishang_plan_held") is not HELD:
            instalments = self.env["crm.yishang.instalment"].sudo()
            instalments._refresh(
                self.browse(id_ for id_ in self.ids if id_ in touched),
                is_replanned=bool(replanned),
            )

    def _yishang_is_planned(self, vals):
        """Tell whether these columns, just written, concern the plan of an order."""
        if not PLAN_FIELDS & vals.keys():
            return bool(REPEATED_FIELDS & vals.keys()) and self.state == "sale"
        return self.state == "sale" or self.state == "cancel" and "state" in vals

    def _yishang_has_hand_plan(self):
        self.ensure_one()
        plan = self.yishang_instalment_ids
        return bool(plan - plan.filtered("is_implicit"))

    def _yishang_take_plans(self):
        """Have these plans follow payment terms no more: somebody changed them."""
        implicit = self.sudo().yishang_instalment_ids.filtered("is_implicit")
        if implicit:
            implicit.is_implicit = False

    def _yishang_get_difference(self):
        """Return by how much the plan is above the total, as text, or an empty one."""
        self.ensure_one()
        difference = sum(self.yishang_instalment_ids.mapped("amount"))
        difference = self.currency_id.round(difference - self.amount_total)
        if self.currency_id.is_zero(difference) or not self.yishang_instalment_ids:
            return ""
        return float_repr(difference, self.currency_id.decimal_places)
