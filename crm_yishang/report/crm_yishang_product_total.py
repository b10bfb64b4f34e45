from odoo import api, fields, models
from odoo.tools import SQL

from .crm_yishang_total_source import AMOUNTS


class CrmYishangProductTotal(models.Model):
    """What each line of an order counts for: who sold which product, where and when."""

    _name = "crm.yishang.product.total"
    _inherit = "crm.yishang.total.mixin"
    _description = "Sales Analysis by Product"
    _log_access = False
    _order = "date DESC, id"
    _rec_name = "date"
    _total_count = "line_count"

    order_number = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        export_string_translation=False,
        help="Id of the order. No link: it is counted until the job says otherwise.",
    )
    customer_type_id = fields.Many2one(
        "crm.yishang.customer.type",
        readonly=True,
        ondelete="restrict",
        help="Of the customer as it is today.",
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    quantity = fields.Float(
        readonly=True, digits=0, help="In the unit of the product itself."
    )
    # Empty in the table, where each row is one.
    line_count = fields.Integer(string="Order Lines", readonly=True)

    _order_idx = models.Index("(order_number)")
    _user_idx = models.Index(
        "(user_id, date) INCLUDE"
        " (company_id, region_id, customer_type_id, product_id, quantity,"
        " amount_untaxed, amount_total)"
    )
    _region_idx = models.Index(
        "(region_id, date) INCLUDE"
        " (company_id, user_id, customer_type_id, product_id, quantity,"
        " amount_untaxed, amount_total)"
    )

    @api.model
    def _sql_stored(self):
        return {
            **super()._sql_stored(),
            "customer_type_id": SQL("total.customer_type_id"),
            "line_count": SQL("1"),
            "product_id": SQL("total.product_id"),
            "quantity": SQL("total.quantity"),
        }

    @api.model
    def _get_pending_arms(self, order_ids):
        columns = self._sql_stored()
        taken = {
            name: SQL("-(%s)", columns[name])
            for name in ("line_count", "quantity", *AMOUNTS)
        }
        taken["id"] = SQL("total.id::bigint * -3")
        yield self._sql_arm(self._sql_counted(order_ids), {**columns, **taken})
        added = SQL(
            "-COALESCE(total.line_id::bigint * 3 + 1,"
            " total.order_number::bigint * 3 + 2)"
        )
        yield self._sql_arm(self._sql_worth(order_ids), {**columns, "id": added})
