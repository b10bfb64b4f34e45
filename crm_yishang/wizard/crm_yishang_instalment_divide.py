import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MAX_NUMBER = 120


class CrmYishangInstalmentDivide(models.TransientModel):
    """Divides what an order is to bring into instalments at even intervals."""

    _name = "crm.yishang.instalment.divide"
    _description = "Divide into Instalments"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total", string="Total")
    number = fields.Integer(string="Number of Instalments", default=3, required=True)
    date_first = fields.Date(
        string="First Due Date", default=fields.Date.context_today, required=True
    )
    interval = fields.Integer(default=1, required=True)
    unit = fields.Selection(
        [("days", "Days"), ("weeks", "Weeks"), ("months", "Months")],
        default="months",
        required=True,
    )
    shares = fields.Char(
        help="In percent, separated by commas: 30, 30, 40. Empty: equal parts.",
    )
    line_ids = fields.One2many(
        "crm.yishang.instalment.divide.line", compute="_compute_line_ids"
    )

    @api.depends("order_id", "number", "date_first", "interval", "unit", "shares")
    def _compute_line_ids(self):
        for wizard in self:
            try:
                rows = wizard._get_rows()
            except UserError:
                rows = []
            wizard.line_ids = [Command.clear()] + [Command.create(row) for row in rows]

    def _get_rows(self):
        """Return ``{sequence, date_due, amount}`` of each instalment.

        :raise UserError: if number, interval or shares make no plan
        """
        self.ensure_one()
        shares = self._get_shares()
        order = self.order_id
        amounts = self.env["crm.yishang.instalment"]._divide(
            order.amount_total, shares, order.currency_id
        )
        first = self.date_first or fields.Date.context_today(self)
        return [
            {
                "sequence": place + 1,
                "date_due": first
                + relativedelta(**{self.unit or "months": place * self.interval}),
                "amount": amount,
            }
            for place, amount in enumerate(amounts)
        ]

    def _get_shares(self):
        if not 0 < self.number <= MAX_NUMBER or self.interval < 0:
            raise UserError(
                self.env._(
                    "%(order)s: enter between 1 and %(limit)s instalments and an "
                    "interval that is not negative.",
                    order=self.order_id.name,
                    limit=MAX_NUMBER,
                )
            )
        texts = [
            text for text in re.split(r"[\s,;/，、；%]+", self.shares or "") if text
        ]
        if not texts:
            return [1] * self.number
        try:
            shares = [float(text) for text in texts]
        except ValueError:
            shares = []
        is_whole = abs(sum(shares) - 100) < 0.005 and min(shares, default=0) >= 0
        if len(shares) != self.number or not is_whole:
            raise UserError(
                self.env._(
                    "%(order)s: the shares must be %(number)s numbers that sum up to "
                    "100, as in 30, 30, 40. Leave them empty for equal parts.",
                    order=self.order_id.name,
                    number=self.number,
                )
            )
        return shares

    def action_divide(self):
        """Replace the plan of the order by the instalments that are shown."""
        self.ensure_one()
        rows = self._get_rows()
        self.order_id._yishang_check_replaceable()
        self.order_id.yishang_instalment_ids = [
            *(Command.delete(one.id) for one in self.order_id.yishang_instalment_ids),
            *(Command.create(row) for row in rows),
        ]
        return {"type": "ir.actions.act_window_close"}
