from odoo.fields import Command

from .common import YishangCommon

RATES = {"XTA": 4, "XTB": 7}
# Of orders, in UTC; where the company is, the last one is of the first of April.
JANUARY, MARCH, APRIL = (
    "2026-01-15 04:00:00",
    "2026-03-10 04:00:00",
    "2026-03-31 17:00:00",
)


class SalesCommon(YishangCommon):
    """Orders of two companies in three currencies, confirmed, cancelled and returned.

    Customers have moved since, and one of the salespeople has left. The days are those
    of Beijing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.env.company
        cls.own.partner_id.tz = "Asia/Shanghai"
        cls.foreign, cls.other_currency = map(cls._create_currency, RATES)
        cls.other = cls.env["res.company"].create(
            {"name": "另一家公司", "currency_id": cls.other_currency.id}
        )
        cls.other.partner_id.tz = "Asia/Shanghai"
        for user in cls.director | cls.manager_north:
            user.company_ids |= cls.other
        cls.pump, cls.valve = cls.env["product.product"].create(
            [
                {"name": name, "default_code": code, "type": "consu"}
                for name, code in (("泵", "T-B"), ("阀", "T-F"))
            ]
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "外币", "currency_id": cls.foreign.id}
        )
        cls._create_orders()
        cls.env.flush_all()

    @classmethod
    def _create_currency(cls, name):
        rate = Command.create({"name": "2020-01-01", "rate": RATES[name]})
        return cls.env["res.currency"].create(
            {"name": name, "symbol": name, "rounding": 0.01, "rate_ids": [rate]}
        )

    @classmethod
    def _sell(cls, customer, day, *lines, **values):
        """Confirm an order of that day; lines are product, quantity and price."""
        order = cls._create_order(
            customer,
            order_line=[
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "price_unit": price,
                        "tax_ids": False,
                    }
                )
                for product, quantity, price in lines
            ],
            **values,
        )
        order.action_confirm()
        order.date_order = day
        return order

    @classmethod
    def _create_orders(cls):
        pump, valve, sell = cls.pump, cls.valve, cls._sell
        cls.order = sell(cls.customer_sjz1, MARCH, (pump, 2, 100), (valve, 3, 10.1))
        cls.returned = sell(cls.customer_sjz1, APRIL, (pump, -1, 100))
        cls.left = sell(cls.customer_sjz2, JANUARY, (valve, 5, 10))
        cls.abroad = sell(
            cls.customer_bd1, MARCH, (pump, 1, 99.99), pricelist_id=cls.pricelist.id
        )
        cls.cancelled = sell(cls.customer_bd1, MARCH, (pump, 7, 100))
        cls.cancelled._action_cancel()
        cls.south = sell(cls.customer_gz1, MARCH, (pump, 1, 100), (valve, 1, 10))
        # Of a colleague of another region, for a customer of this one.
        cls.crossed = sell(
            cls.customer_sjz1, MARCH, (valve, 2, 10), user_id=cls.sales_gz1.id
        )
        cls.nobody = sell(cls.pool_nowhere, MARCH, (valve, 1, 10), user_id=False)
        cls.elsewhere = sell(
            cls.customer_bd1, MARCH, (pump, 3, 70), company_id=cls.other.id
        )
        cls.quotation = cls._create_order(cls.customer_gz1)
        cls.customer_gz1.yishang_region_id = cls.baoding
        cls.customer_sjz2.user_id = cls.sales_bd1

    def _refresh(self):
        """Work the queue off."""
        totals = self.env["crm.yishang.total"]
        while totals._refresh():
            pass

    def _count_pending(self):
        self.env.flush_all()
        return len(self.env["crm.yishang.total.dirty"]._get_pending())
