from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_table import LedgerColumn, LedgerTable, LedgerTotal
from ..tools.moving import TEAM, Moving


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "crm.yishang.clock.mixin",
        "crm.yishang.order.contract.mixin",
        "crm.yishang.order.discount.mixin",
        "crm.yishang.order.lifecycle.mixin",
        "crm.yishang.order.money.mixin",
        "crm.yishang.order.head.mixin",
        "crm.yishang.order.plan.mixin",
        "crm.yishang.order.receipt.mixin",
        "crm.yishang.order.total.mixin",
        "crm.yishang.customer.maker.mixin",
        "crm.yishang.instructed.mixin",
        "crm.yishang.document.mixin",
        "sale.order",
    ]

    _clock_triggers = frozenset(("partner_id", "state"))
    # What is confirmed was earned by its salesperson for good.
    _yishang_moving = Moving(
        is_open=SQL("document.state IN ('draft', 'sent')"),
        also=(("team_id", TEAM),),
        then="_yishang_move_lines",
    )

    _yishang_scope_idx = models.Index("(yishang_scope_key, date_order DESC, id DESC)")
    _yishang_scope_region_idx = models.Index(
        "(yishang_scope_region_id, date_order DESC, id DESC)"
    )
    # What the last order of a customer is asked of, whatever its number of orders.
    _yishang_bought_idx = models.Index(
        "(yishang_customer_id, date_order DESC) WHERE state = 'sale'"
    )
    # Who owes how much, no row read. IS TRUE as the ORM asks, or it would not be used.
    _yishang_owed_idx = models.Index(
        "(yishang_customer_id, id) INCLUDE (yishang_scope_key, yishang_scope_region_id,"
        " company_id, currency_rate, amount_total, yishang_amount_received,"
        " yishang_amount_owed)"
        " WHERE state = 'sale' AND (yishang_amount_owed != 0) IS TRUE"
    )
    # What supervision sums up: the orders of some people in a period, no row read.
    _yishang_sold_idx = models.Index(
        "(user_id, date_order) INCLUDE (company_id, amount_total, currency_rate)"
        " WHERE state = 'sale'"
    )

    @api.model
    def _get_ledger_tables(self):
        day = LedgerColumn("date_order", kind="date")
        orders = LedgerTable(
            key="orders",
            title=self.env._("Sales Orders"),
            sequence=50,
            domain=Domain("state", "=", "sale"),
            order="date_order DESC, id DESC",
            columns=("name", day, "user_id", "invoice_status", "amount_total"),
            total=LedgerTotal(
                "amount_total", "yishang_amount_ordered", self.env._("Ordered")
            ),
        )
        quotations = orders._replace(
            key="quotations",
            title=self.env._("Open Quotations"),
            sequence=40,
            domain=Domain("state", "in", ("draft", "sent")),
            columns=("name", day, "user_id", "validity_date", "state", "amount_total"),
            total=LedgerTotal(
                "amount_total", "yishang_amount_quoted", self.env._("Open Quotations")
            ),
        )
        return [*super()._get_ledger_tables(), quotations, orders]

    @api.constrains(
        "partner_id", "partner_invoice_id", "partner_shipping_id", "yishang_contact_id"
    )
    def _check_yishang_addresses(self):
        """Addresses lead to a customer: another one's would show its name."""
        if not self.env["crm.yishang.policy"]._is_in_force():
            return
        for order in self:
            addresses = order.partner_invoice_id | order.partner_shipping_id
            addresses |= order.yishang_contact_id
            foreign = (
                addresses.yishang_customer_id - order.partner_id.yishang_customer_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "Order %(order)s: contact, invoice and delivery address must "
                        "belong to the customer of the order, not to another one. "
                        "Choose those of %(customer)s.",
                        order=order.name,
                        customer=order.partner_id.display_name,
                    )
                )

    @api.model
    def _yishang_move_lines(self, move):
        """Raw SQL, as the move itself: lines repeat the salesperson of their order."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE sale_order_line line SET salesman_id = item.new_user_id
                FROM crm_yishang_ownership_item item
                WHERE item.move_id = %s AND item.res_model = 'sale.order'
                    AND line.order_id = item.res_id
                """,
                move.id,
            )
        )
