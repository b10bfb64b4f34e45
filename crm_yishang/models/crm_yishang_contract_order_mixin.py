from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangContractOrderMixin(models.AbstractModel):
    """The amount of a contract beside the orders that fulfil it."""

    _name = "crm.yishang.contract.order.mixin"
    _description = "Orders of a Contract"

    order_ids = fields.One2many(
        "sale.order", "yishang_contract_id", string="Orders", copy=False
    )
    order_count = fields.Integer(
        string="Number of Orders", compute="_compute_amount_ordered"
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(tracking=True, help="With tax, as agreed.")
    amount_ordered = fields.Monetary(
        string="Ordered",
        compute="_compute_amount_ordered",
        help="The orders of the contract with tax, cancelled ones left aside, in the "
        "currency of the contract.",
    )
    amount_difference = fields.Monetary(
        string="Not Ordered Yet",
        compute="_compute_amount_ordered",
        help="The amount of the contract less its orders; negative: more is ordered "
        "than agreed.",
    )

    @api.depends("amount", "currency_id", "order_ids.amount_total", "order_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_amount_ordered(self):
        totals = self._get_ordered()
        for contract in self:
            rows = totals.get(contract._origin, [])
            ordered = sum(
                currency._convert(
                    amount,
                    contract.currency_id or currency,
                    contract.company_id or self.env.company,
                )
                for currency, amount, _count in rows
            )
            contract.order_count = sum(count for _currency, _amount, count in rows)
            contract.amount_ordered = ordered
            contract.amount_difference = contract.amount - ordered

    def _get_ordered(self):
        """Return ``{contract: [(currency, total with tax, number of orders)]}``."""
        orders = self.env["sale.order"]
        ids = self._origin.ids
        totals = {}
        if ids and orders.has_access("read"):
            domain = Domain("yishang_contract_id", "in", ids)
            for contract, currency, amount, count in orders._read_group(
                domain & Domain("state", "!=", "cancel"),
                ["yishang_contract_id", "currency_id"],
                ["amount_total:sum", "__count"],
            ):
                totals.setdefault(contract, []).append((currency, amount, count))
        return totals

    def action_take_amount(self):
        """Take the amount from the orders of the contract."""
        for contract in self:
            contract.amount = contract.amount_ordered

    def action_new_order(self):
        """Open a new quotation that fulfils the contract."""
        self.ensure_one()
        self._check_state("draft", "requested", "approved", "signed", "running")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Sales Order"),
            "res_model": "sale.order",
            "views": [[False, "form"]],
            "context": self._get_order_defaults(),
        }

    def _get_order_defaults(self):
        """Return what an order of the contract starts with, as context."""
        return {
            "default_partner_id": self.partner_id.id,
            "default_opportunity_id": self.lead_id.id,
            "default_yishang_contract_id": self.id,
        }

    def action_view_orders(self):
        """List the orders of the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        return {
            **action,
            "domain": [("yishang_contract_id", "=", self.id)],
            "context": self._get_order_defaults(),
        }
