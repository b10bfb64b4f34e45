from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import formatLang

from .crm_yishang_instalment_hand_mixin import HELD

# What the plan of an order follows, as soon as it is written to the database.
TERM_FIELDS = frozenset(("date_order", "payment_term_id", "state"))
PLAN_FIELDS = TERM_FIELDS | {"amount_total"}
REPEATED_FIELDS = frozenset(
    ("company_id", "currency_id", "currency_rate", "partner_id", "user_id")
)


class CrmYishangOrderPlanMixin(models.AbstractModel):
    """The collection plan of an order."""

    _name = "crm.yishang.order.plan.mixin"
    _description = "Order with a Collection Plan"
    _inherit = "crm.yishang.planned.mixin"

    yishang_instalment_ids = fields.One2many(
        "crm.yishang.instalment", "order_id", string="Collection Plan"
    )
    yishang_plan_difference = fields.Char(
        string="Difference of the Plan", compute="_compute_yishang_plan_difference"
    )

    def write(self, vals):
        if "yishang_instalment_ids" not in vals:
            result = super().write(vals)
            if "order_line" in vals:
                # What is read next, the plan, follows the total.
                self.flush_recordset(["amount_total"])
            return result
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
        result = super()._write_multi(vals_list)
        rows = dict(zip(self.ids, vals_list, strict=True))
        touched = self.filtered(lambda order: order._yishang_is_planned(rows[order.id]))
        if touched and self.env.context.get("yishang_plan_held") is not HELD:
            is_replanned = any(TERM_FIELDS & rows[id_].keys() for id_ in touched.ids)
            self.env["crm.yishang.instalment"]._refresh(touched, is_replanned)
        return result

    def _yishang_is_planned(self, vals):
        """Tell whether these columns, just written, concern the plan of an order."""
        # What plans repeat decides on who sees them, those of quotations too.
        if "state" in vals or REPEATED_FIELDS & vals.keys():
            return True
        return self.state == "sale" and bool(PLAN_FIELDS & vals.keys())

    def _yishang_has_hand_plan(self):
        self.ensure_one()
        # sudo: a plan counts, whoever may see it.
        plan = self.sudo().yishang_instalment_ids
        return bool(plan - plan.filtered("is_implicit"))

    def _yishang_take_plans(self):
        """Have these plans follow payment terms no more: somebody changed them."""
        # sudo: a plan follows its order, whoever may write plans.
        implicit = self.sudo().yishang_instalment_ids.filtered("is_implicit")
        if implicit:
            implicit.is_implicit = False

    @api.depends("yishang_instalment_ids.amount", "amount_total")
    @api.depends_context("lang")
    def _compute_yishang_plan_difference(self):
        for order in self:
            planned = sum(order.yishang_instalment_ids.mapped("amount"))
            currency = order.currency_id or self.env.company.currency_id
            difference = currency.round(planned - order.amount_total)
            order.yishang_plan_difference = False
            if order.yishang_instalment_ids and not currency.is_zero(difference):
                amount = formatLang(self.env, abs(difference), currency_obj=currency)
                order.yishang_plan_difference = (
                    self.env._("The plan is %(amount)s above the total.", amount=amount)
                    if difference > 0
                    else self.env._(
                        "%(amount)s of the total are not planned.", amount=amount
                    )
                )

    def action_yishang_divide_plan(self):
        """Open the dialog that divides the order into instalments."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Divide into Instalments"),
            "res_model": "crm.yishang.instalment.divide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_yishang_fit_plan(self):
        """Scale the plan so that it sums up to the total of the order."""
        for order in self:
            plan = order.yishang_instalment_ids.sorted(
                lambda one: (one.date_due, one.sequence, one.id)
            )
            weights = plan.mapped("amount")
            if not any(weights):
                weights = [1] * len(plan)
            amounts = plan._divide(order.amount_total, weights, order.currency_id)
            order.yishang_instalment_ids = [
                Command.update(one.id, {"amount": amount})
                for one, amount in zip(plan, amounts, strict=True)
            ]

    def _yishang_check_replaceable(self):
        """Refuse to replace a plan whose instalments receipts were confirmed for.

        :raise UserError: naming the order
        """
        lines = self.env.get("crm.yishang.receipt.line")
        if lines is None or "instalment_id" not in lines._fields:
            return
        # sudo: a receipt counts, whoever may read it.
        named = lines.sudo().search(
            [
                ("instalment_id", "in", self.yishang_instalment_ids.ids),
                ("receipt_id.state", "=", "confirmed"),
            ],
            limit=1,
        )
        if named:
            raise UserError(
                self.env._(
                    "Receipt %(receipt)s was confirmed for an instalment of order "
                    "%(order)s. Change the instalments one by one instead.",
                    receipt=named.receipt_id.name,
                    order=named.order_id.name,
                )
            )
