"""An order with two lines: created and confirmed, beside stock Odoo on the same data.

As the salesperson, in a transaction that is rolled back, up to the last flush.
"""

import time
from typing import NamedTuple

from . import host, personas
from .console import say
from .timing import Measure, interleave


class Order(NamedTuple):
    """One order of a customer.

    :param customers: ids of customers that the salesperson has, a new one each time
    """

    database: str
    user_id: int
    customers: list
    products: list

    def run(self):
        """Create and confirm the order, forget it again.

        :return: a ``Measure``
        """
        customer_id = self.customers[0]
        self.customers.append(self.customers.pop(0))
        with host.request(self.database, self.user_id) as env:
            vals = {
                "partner_id": customer_id,
                "order_line": [
                    (0, 0, {"product_id": product_id, "product_uom_qty": 2})
                    for product_id in self.products
                ],
            }
            env.flush_all()
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            order = env["sale.order"].create(vals)
            order.action_confirm()
            env.flush_all()
            seconds = time.perf_counter() - started
            return Measure(seconds, env.cr.sql_log_count - statements, order.state)


def measure(database, stock, rounds):
    """Write orders in both databases.

    :return: ``{"ms", "statements": {"ours", "stock"}, "slower", "more": ratios}``
    """
    person = personas.load(database)[0]
    for name in (database, stock):
        # The first number of a day opens its range, once for the company.
        with host.request(name) as env:
            env["ir.sequence"].next_by_code("sale.order")
            env.cr.commit()
    with host.request(database, person.user_id) as env:
        customers = env["res.partner"].search(
            [("user_id", "=", person.user_id), ("yishang_is_customer", "=", True)],
            limit=50,
        )
        env.cr.execute(
            "SELECT product_id FROM sale_order_line WHERE product_id IS NOT NULL"
            " GROUP BY 1 ORDER BY 1 LIMIT 2"
        )
        products = [id_ for (id_,) in env.cr.fetchall()]
        ids = customers.ids
    series = interleave(
        rounds,
        ours=Order(database, person.user_id, list(ids), products),
        stock=Order(stock, person.user_id, list(ids), products),
    )
    ours, theirs = series["ours"], series["stock"]
    result = {
        "ms": {"ours": ours.milliseconds, "stock": theirs.milliseconds},
        "statements": {"ours": ours.statements, "stock": theirs.statements},
        "slower": round(ours.milliseconds / theirs.milliseconds, 2),
        "more": round(ours.statements / theirs.statements, 2),
    }
    say(
        f"Order with two lines, created and confirmed: {ours.milliseconds:.1f} ms,"
        f" stock {theirs.milliseconds:.1f} ms: {result['slower']}×;"
        f" {ours.statements} statements, stock {theirs.statements}: {result['more']}×"
    )
    return result
