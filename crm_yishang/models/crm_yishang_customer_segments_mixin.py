from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# What comparing a number of days means for the day itself.
EARLIER = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
# The days of a customer that are counted from, by the name of the number.
COUNTED_FROM = {
    "yishang_days_since_order": "yishang_date_last_order",
    "yishang_days_since_contact": "yishang_date_last_contact",
}


class CrmYishangCustomerSegmentsMixin(models.AbstractModel):
    """What customers are searched by for marketing: segments, and what they bought."""

    _name = "crm.yishang.customer.segments.mixin"
    _description = "Segments and Purchases of a Customer"

    yishang_segment_ids = fields.Many2many(
        "crm.yishang.segment",
        string="Segments",
        compute="_compute_yishang_nothing",
        search="_search_yishang_segment_ids",
        help="To search by: the customers of these segments.",
    )
    yishang_bought_product_ids = fields.Many2many(
        "product.product",
        string="Products Bought",
        compute="_compute_yishang_nothing",
        search="_search_yishang_bought_product_ids",
        help="To search by: who ordered any of these products, in confirmed orders.",
    )
    yishang_days_since_order = fields.Integer(
        string="Days since Last Order",
        compute="_compute_yishang_days_since",
        search="_search_yishang_days_since_order",
        aggregator=None,
        help="Grows by itself, other than a fixed day. Who never ordered has none.",
    )
    yishang_days_since_contact = fields.Integer(
        string="Days since Last Contact",
        compute="_compute_yishang_days_since",
        search="_search_yishang_days_since_contact",
        aggregator=None,
        help="Grows by itself, other than a fixed day. Who was never contacted has "
        "none.",
    )

    @api.depends(*COUNTED_FROM.values())
    def _compute_yishang_days_since(self):
        today = self.env.company._yishang_get_day()
        for customer in self:
            for name, day in COUNTED_FROM.items():
                customer[name] = customer[day] and (today - customer[day]).days

    @api.model
    def _search_yishang_days_since_order(self, operator, value):
        return self._yishang_search_days("yishang_days_since_order", operator, value)

    @api.model
    def _search_yishang_days_since_contact(self, operator, value):
        return self._yishang_search_days("yishang_days_since_contact", operator, value)

    @api.model
    def _yishang_search_days(self, name, operator, value):
        """Return the customers whose last day lies so many days back."""
        day, today = COUNTED_FROM[name], self.env.company._yishang_get_day()
        if operator in EARLIER:
            limit = today - timedelta(days=int(value))
            return Domain(day, EARLIER[operator], limit)
        if operator != "in":
            return NotImplemented
        days = [
            one if one is False else today - timedelta(days=int(one)) for one in value
        ]
        return Domain(day, "in", days)

    def _compute_yishang_nothing(self):
        # To search by alone: asked of each customer it would cost a search each.
        self.yishang_segment_ids = False
        self.yishang_bought_product_ids = False

    @api.model
    def _search_yishang_segment_ids(self, operator, value):
        segments = self._yishang_get_targets("yishang_segment_ids", operator, value)
        if segments is None:
            return NotImplemented
        return segments._get_customers_domain() if segments else Domain.FALSE

    @api.model
    def _search_yishang_bought_product_ids(self, operator, value):
        products = self._yishang_get_targets(
            "yishang_bought_product_ids", operator, value
        )
        if products is None:
            return NotImplemented
        # sudo: as any search method; orders are seen as their customers are, and these
        # are cut. Other companies' orders are not, hence the condition.
        lines = self.env["sale.order.line"].sudo()
        query = lines._search(
            [
                ("product_id", "in", products.ids),
                ("state", "=", "sale"),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        orders = (
            self.env["sale.order"]
            .sudo()
            ._search([("id", "in", query.subselect("order_id"))])
        )
        return Domain("id", "in", orders.subselect("yishang_customer_id"))

    @api.model
    def _yishang_get_targets(self, name, operator, value):
        """Return the records a search asks for, as far as the user may read them.

        :return: records of the other model, or None for what is not searched for
        """
        targets = self.env[self._fields[name].comodel_name].sudo(False)
        if operator in ("any", "any!"):
            return targets.search(Domain(value))
        if operator != "in":
            return None
        ids = [one for one in value if isinstance(one, int) and one is not True]
        names = [one for one in value if isinstance(one, str)]
        domain = Domain("id", "in", ids)
        domain |= Domain.OR(Domain("display_name", "=", one) for one in names)
        return targets.with_context(active_test=False).search(domain)
