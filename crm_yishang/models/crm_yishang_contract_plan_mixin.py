from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmYishangContractPlanMixin(models.AbstractModel):
    """When a contract is paid: a pattern by share that its orders take over."""

    _name = "crm.yishang.contract.plan.mixin"
    _description = "Collection Plan of a Contract"
    _inherit = "crm.yishang.contract.order.mixin"

    instalment_ids = fields.One2many(
        "crm.yishang.instalment",
        "contract_id",
        string="Collection Plan",
        domain=[("order_id", "=", False)],
        copy=False,
        help="The pattern: confirmed orders of the contract take it over, scaled to "
        "their total.",
    )
    plan_difference = fields.Monetary(
        string="Not Planned",
        compute="_compute_plan_difference",
        help="The amount of the contract less its instalments.",
    )
    plan_progress = fields.Char(
        string="Collected",
        compute="_compute_plan_progress",
        help="Paid instalments of all, and the part of the amount that has been "
        "received.",
    )

    @api.depends("amount", "instalment_ids.amount")
    def _compute_plan_difference(self):
        for contract in self:
            planned = sum(contract.instalment_ids.mapped("amount"))
            contract.plan_difference = (
                contract.amount - planned if contract.instalment_ids else 0
            )

    @api.depends("amount", "currency_id", "instalment_ids", "order_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_plan_progress(self):
        groups = self._get_plan_groups()
        for contract in self:
            rows = groups.get(contract._origin.id)
            if not rows:
                count = len(contract.instalment_ids)
                contract.plan_progress = (
                    self._describe_progress(0, count, 0) if count else False
                )
                continue
            paid = sum(count for state, count, _amount, _got in rows if state == "paid")
            amount = sum(row[2] for row in rows)
            received = sum(row[3] for row in rows)
            # What is not paid in full is never told as all of it.
            part = 100 if received >= amount else int(100 * received / amount)
            contract.plan_progress = self._describe_progress(
                paid, sum(row[1] for row in rows), part
            )

    @api.model
    def _describe_progress(self, paid, count, percent):
        return self.env._(
            "%(paid)s/%(count)s instalments, %(percent)s %%",
            paid=paid,
            count=count,
            percent=percent,
        )

    def _get_plan_groups(self):
        """Return the instalments of the orders of each contract.

        :return: ``{contract id: [(state, number, amount, received)]}``
        """
        instalments = self.env["crm.yishang.instalment"]
        orders = self.env["sale.order"]
        if not self._origin.ids or not orders.has_access("read"):
            return {}
        groups = instalments._read_group(
            [
                ("order_id.yishang_contract_id", "in", self._origin.ids),
                ("order_id.state", "=", "sale"),
            ],
            ["order_id", "state"],
            ["__count", "amount:sum", "amount_received:sum"],
        )
        found = {}
        for order, *row in groups:
            found.setdefault(order.yishang_contract_id.id, []).append(row)
        return found

    def _check_draft(self):
        """Check that the plan may still change.

        :raise UserError: naming the contract that has been decided on
        """
        if self.env.su and self.env.context.get("install_mode"):
            return
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is no draft any more: its collection plan "
                        "stands. Change the plans of its orders instead.",
                        contract=contract.display_name,
                    )
                )

    def _copy_pattern(self, contract):
        """Take over the pattern of the contract this one renews, later by as much."""
        later = self.date_start - contract.date_start
        self.env["crm.yishang.instalment"].create(
            [
                {
                    "contract_id": self.id,
                    "sequence": one.sequence,
                    "date_due": one.date_due + later,
                    "amount": one.amount,
                    "note": one.note,
                }
                for one in contract.instalment_ids
            ]
        )

    def _get_printed_plan(self):
        """Return when what is paid, as a table; none without a plan."""
        columns = [
            (self.env._("Due Date"), "date"),
            (self.env._("Amount"), "monetary"),
            (self.env._("Share (%)"), "float"),
            (self.env._("Remarks"), "text"),
        ]
        rows = [
            {
                "cells": [one.date_due, one.amount, one.share, one.note or ""],
                "currency_id": self.currency_id.id,
            }
            for one in self.instalment_ids.sorted("date_due")
        ]
        return [self._make_table(self.env._("Payment"), columns, rows)]
