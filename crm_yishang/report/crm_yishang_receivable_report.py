from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

SCOPE_COLUMNS = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
# Days overdue of the columns of aging, first and last.
AGES = {
    "amount_30": (1, 30),
    "amount_60": (31, 60),
    "amount_90": (61, 90),
    "amount_old": (91, None),
}
# The id of a row is made of that of its record and the number of its source.
ORDER, INSTALMENT = 0, 1


class CrmYishangReceivableReport(models.Model):
    """What was ordered and received, what is receivable, and since when.

    One row for each confirmed order, and one for each open instalment. The rows of the
    orders say how much, those of the instalments how late: so both are read where they
    are kept, without a join, and conditions on either reach their indexes.
    """

    _name = "crm.yishang.receivable.report"
    _inherit = ["crm.yishang.report.mixin", "crm.yishang.visible.mixin"]
    _description = "Receivables"
    _auto = False
    _order = "yishang_customer_id, order_id, id"
    _rec_name = "order_id"
    _depends = {
        "crm.yishang.instalment": [
            "amount_open",
            "company_id",
            "currency_rate",
            "date_due",
            "is_owed",
            "order_id",
            "partner_id",
            "state",
            "user_id",
            *SCOPE_COLUMNS,
        ],
        "sale.order": [
            "amount_total",
            "company_id",
            "currency_rate",
            "date_order",
            "partner_id",
            "state",
            "user_id",
            "yishang_amount_owed",
            "yishang_amount_received",
            *SCOPE_COLUMNS,
        ],
    }

    kind = fields.Selection(
        [("order", "Order"), ("instalment", "Open Instalment")], readonly=True
    )
    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    date = fields.Date(
        readonly=True, help="Of the order, or when the instalment is due."
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer of the Order", readonly=True
    )
    yishang_customer_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True
    )
    yishang_scope_key = fields.Integer(readonly=True, export_string_translation=False)
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        help="Who earned the order, whoever holds the customer now.",
    )
    owner_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who holds the customer now.",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    is_open = fields.Boolean(
        string="Not Settled",
        readonly=True,
        help="Something is owed on the order, or too much was received.",
    )
    amount_ordered = fields.Monetary(string="Ordered", readonly=True)
    amount_received = fields.Monetary(string="Received", readonly=True)
    amount_owed = fields.Monetary(
        string="Receivable",
        readonly=True,
        help="Ordered less received; negative: more was received than ordered.",
    )
    amount_overdue = fields.Monetary(string="Overdue", readonly=True)
    amount_not_due = fields.Monetary(string="Not Due", readonly=True)
    amount_30 = fields.Monetary(string="0–30 Days", readonly=True)
    amount_60 = fields.Monetary(string="31–60 Days", readonly=True)
    amount_90 = fields.Monetary(string="61–90 Days", readonly=True)
    amount_old = fields.Monetary(string="Over 90 Days", readonly=True)
    amount_unplanned = fields.Monetary(
        string="Not Planned",
        readonly=True,
        help="Receivable less the open instalments: what collection plans leave out. "
        "Negative: they ask for more than is owed, or too much was received.",
    )

    @property
    def _table_query(self):
        # One table alone has statistics, which the planner does not see behind two.
        if self.env.context.get("yishang_orders_only"):
            return self._sql_orders()
        return SQL("(%s) UNION ALL (%s)", self._sql_orders(), self._sql_instalments())

    @api.model
    def _sql_select(self, tables, condition, columns, unknown):
        """Return the rows of one source.

        :param unknown: amounts the source does not know: nothing, which is added up for
            nothing, or zero where no other row of an order would say so
        """
        expressions = [
            SQL(
                "%s AS %s",
                columns.get(name, unknown),
                SQL.identifier(name),
            )
            for name, field in self._fields.items()
            if field.store and field.column_type
        ]
        return SQL(
            "SELECT %s FROM %s WHERE %s", SQL(", ").join(expressions), tables, condition
        )

    @api.model
    def _sql_shared(self, alias, number):
        """Return the columns that both sources have under the same name."""
        names = ("company_id", "partner_id", "user_id", *SCOPE_COLUMNS)
        key = SQL.identifier(alias, "yishang_scope_key")
        return {
            "id": SQL("%s * 2 + %s", SQL.identifier(alias, "id"), number),
            "currency_id": SQL("%s", self.env.company._yishang_get_currency_id()),
            "owner_id": SQL("CASE WHEN %s > 0 THEN %s END", key, key),
            **{name: SQL.identifier(alias, name) for name in names},
        }

    @api.model
    def _sql_orders(self):
        def convert(name):
            return self._sql_convert("origin", SQL.identifier("origin", name))

        owed = convert("yishang_amount_owed")
        columns = {
            **self._sql_shared("origin", ORDER),
            "kind": SQL("'order'"),
            "order_id": SQL("origin.id"),
            "date": SQL(
                "(origin.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
                self.env.company._yishang_get_tz().zone,
            ),
            "is_open": SQL("origin.yishang_amount_owed != 0"),
            "amount_ordered": convert("amount_total"),
            "amount_received": convert("yishang_amount_received"),
            "amount_owed": owed,
            "amount_unplanned": owed,
        }
        return self._sql_select(
            SQL("sale_order origin"),
            SQL("origin.state = 'sale'"),
            columns,
            SQL("0::numeric"),
        )

    @api.model
    def _sql_instalments(self):
        today = self.env.company._yishang_get_day()
        amount = self._sql_convert("part", SQL("part.amount_open"))
        due = SQL("part.date_due")
        columns = {
            **self._sql_shared("part", INSTALMENT),
            "kind": SQL("'instalment'"),
            "order_id": SQL("part.order_id"),
            "date": due,
            "is_open": SQL("TRUE"),
            "amount_unplanned": SQL("-(%s)", amount),
            "amount_overdue": self._sql_if(SQL("%s < %s", due, today), amount),
            "amount_not_due": self._sql_if(SQL("%s >= %s", due, today), amount),
        }
        for name, (first, last) in AGES.items():
            condition = SQL("%s <= %s", due, today - timedelta(days=first))
            if last:
                condition = SQL(
                    "%s AND %s >= %s", condition, due, today - timedelta(days=last)
                )
            columns[name] = self._sql_if(condition, amount)
        return self._sql_select(
            SQL("crm_yishang_instalment part"),
            SQL("part.is_owed IS TRUE AND part.state != 'paid'"),
            columns,
            SQL("NULL::numeric"),
        )

    @api.model
    def _sql_if(self, condition, amount):
        return SQL("CASE WHEN %s THEN %s END", condition, amount)

    @api.model
    def _sql_convert(self, alias, amount):
        """Return an amount of an order in the currency of the current company.

        By the order's own rate into that of its company, and from there at today's.
        """
        rate = SQL.identifier(alias, "currency_rate")
        factor = self._sql_factor(SQL.identifier(alias, "company_id"))
        digits = self.env.company._yishang_get_digits()
        return SQL(
            "CASE WHEN %(rate)s = 1 AND %(factor)s = 1 THEN %(amount)s ELSE"
            " ROUND((%(amount)s / COALESCE(NULLIF(%(rate)s, 0), 1)"
            " * %(factor)s)::numeric, %(digits)s) END",
            rate=rate,
            factor=factor,
            amount=amount,
            digits=digits,
        )

    def action_open_order(self):
        """Open the order a row is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [[False, "form"]],
        }

    def action_statement(self):
        """Open the dialog for the statement of account of a row's customer."""
        self.ensure_one()
        return self.yishang_customer_id.action_yishang_statement()
