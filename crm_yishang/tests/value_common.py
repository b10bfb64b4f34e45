from odoo import fields
from odoo.fields import Command

from .common import RefusalCase, YishangCommon
from .value_book import DAY

# Customer, then orders as (day, [(product, quantity, price, discount)]).
ORDERS = {
    0: [
        ("2024-05-06", [("pump", 2, 900, 0)]),
        ("2025-04-07", [("pump", 1, 1000, 0), ("valve", 10, 50, 10)]),
        ("2025-09-18", [("pump", 1, 1000, 5), ("hose", 3, 20, 0)]),
        ("2026-02-20", [("pump", 3, 1000, 0)]),
    ],
    1: [
        ("2026-03-09", [("valve", 100, 48, 0)]),
        ("2026-03-01", [("pump", -1, 500, 0)]),
    ],
    2: [("2024-06-01", [("valve", 4, 50, 0)]), ("2024-09-01", [("hose", 4, 50, 0)])],
    3: [("2025-06-15", [("hose", 2, 25, 0)])],
    4: [("2025-12-24", [("pump", 1, 700, 0)]), ("2025-12-30", [("pump", -1, 900, 0)])],
    5: [("2023-01-05", [("pump", 5, 1000, 20)])],
    6: [("2025-06-15", [("hose", 2, 25, 0)])],
}
# Customer, day, kind, attitude, place of the contact.
VISITS = [
    (0, "2026-03-02", "visit", "4", 0),
    (0, "2025-08-02", "call", "3", 1),
    (0, "2024-08-02", "visit", "1", 0),
    (1, "2025-11-11", "call", "1", None),
    (2, "2025-03-20", "visit", "2", 0),
    (7, "2026-03-10", "visit", "3", 0),
    (7, "2026-01-10", "call", None, 0),
    (8, "2024-12-10", "call", "2", None),
]


class ValueCommon(YishangCommon, RefusalCase):
    """Ten customers with all that indicators ask for, on 10 March 2026 in Beijing."""

    now = fields.Datetime.to_datetime("2026-03-10 04:00:00")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.runs = cls.env["crm.yishang.value.run"]
        cls.scores = cls.env["crm.yishang.value.score"]
        cls.products = {
            name: cls.env["product.product"].create(
                {
                    "name": name,
                    "type": "service",
                    "taxes_id": False,
                    "standard_price": cost,
                }
            )
            for name, cost in (("pump", 600), ("valve", 30), ("hose", 26))
        }
        cls._create_ten()
        cls._create_orders()
        cls._create_receipts()
        cls._create_visits()
        cls._create_cases()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _create_ten(cls):
        cls.ten = cls.env["res.partner"]
        for place in range(10):
            cls.ten |= cls._create_customer(
                f"价值客户{place}",
                cls.sales_sjz1 if place < 6 else cls.sales_bd1,
                cls.changan if place < 6 else cls.baoding,
                yishang_scale=("1000", "20", False)[place % 3],
                yishang_revenue=(0, 5e6, 2e7, 3e5)[place % 4],
                website="https://example.com" if place % 2 else False,
                vat="/" if place % 3 == 0 else False,
                phone="0311-85550000" if place else False,
                child_ids=[
                    Command.create(
                        {
                            "name": f"联系人{place}-{number}",
                            "phone": "13800001111" if number else False,
                            "yishang_decision_role": ("decider", "buyer")[number],
                            "yishang_preferences": "茶" if place == 2 else False,
                        }
                    )
                    for number in range(2 if place < 4 else place % 2)
                ],
            )

    @classmethod
    def _create_orders(cls):
        cls.orders = {}
        for place, orders in ORDERS.items():
            for day, lines in orders:
                order = cls._create_order(
                    cls.ten[place],
                    order_line=[
                        Command.create(
                            {
                                "product_id": cls.products[name].id,
                                "product_uom_qty": quantity,
                                "price_unit": price,
                                "discount": discount,
                                "tax_ids": False,
                            }
                        )
                        for name, quantity, price, discount in lines
                    ],
                )
                order.action_confirm()
                # The evening in Beijing is the same day in UTC, the night is not.
                order.date_order = f"{day} 12:00:00"
                cls.orders[place, day] = order
        cls._create_order(cls.ten[0])
        cls._create_order(cls.ten[1]).action_cancel()

    @classmethod
    def _create_receipts(cls):
        for place, day, amount in ((0, "2026-02-20", 1200), (3, "2025-06-15", 50)):
            order = cls.orders[place, day]
            receipt = cls.env["crm.yishang.receipt"].create(
                {
                    "partner_id": order.partner_id.id,
                    "date": "2026-03-05",
                    "amount": amount,
                    "line_ids": [
                        Command.create({"order_id": order.id, "amount": amount})
                    ],
                }
            )
            receipt.with_user(cls.cashier).action_confirm()

    @classmethod
    def _create_visits(cls):
        categories = {
            kind: cls.env["crm.yishang.contact.category"].create(
                {"code": f"V-{kind}", "name": kind, "kind": kind}
            )
            for kind in ("visit", "call")
        }
        visits = cls.env["crm.yishang.visit"].create(
            [
                {
                    "partner_id": cls.ten[place].id,
                    "category_id": categories[kind].id,
                    "contact_id": (
                        cls.ten[place].child_ids.sorted("id")[contact].id
                        if contact is not None and cls.ten[place].child_ids
                        else False
                    ),
                    "user_id": cls.ten[place].user_id.id,
                    "content": "谈了合作",
                }
                for place, _day, kind, _attitude, contact in VISITS
            ]
        )
        cls.env.flush_all()
        for visit, (_place, day, _kind, attitude, _contact) in zip(
            visits, VISITS, strict=True
        ):
            # As if it had been recorded on its day.
            cls.env.cr.execute(
                "UPDATE crm_yishang_visit SET state = 'done', day = %s, attitude = %s"
                " WHERE id = %s",
                [day, attitude, visit.id],
            )
        cls.env.invalidate_all()

    @classmethod
    def _create_cases(cls):
        types = "crm_yishang.crm_yishang_service_type_"
        cls.env["crm.yishang.service.case"].create(
            [
                {
                    "partner_id": cls.ten[place].id,
                    "subject": "漏水",
                    "type_id": cls.env.ref(types + kind).id,
                    "date_received": "2026-03-01 02:00:00",
                }
                for place, kind in ((0, "repair"), (0, "complaint"), (8, "repair"))
            ]
        )

    @classmethod
    def _run(cls, **values):
        """Value all customers of the company; return the run."""
        run = cls.runs.create({"date": DAY, **values})
        while run._advance():
            pass
        cls.env.invalidate_all()
        return run

    def _get_score(self, customer):
        return self.scores.search([("partner_id", "=", customer.id)])
