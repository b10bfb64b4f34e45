from freezegun import freeze_time

from odoo.fields import Command

from .receipt_common import ReceiptCommon

NOW = "2026-03-10 04:00:00"


class InstalmentCommon(ReceiptCommon):
    """Orders with collection plans, on one day in March."""

    @classmethod
    @freeze_time(NOW)
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "三七付款",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 30, "nb_days": 0}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 70, "nb_days": 30}
                    ),
                ],
            }
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))

    def assertPlan(self, order, *rows):
        """Check due date, amount, what was received and the state of a plan."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            [
                (str(one.date_due), one.amount, one.amount_received, one.state)
                for one in order.yishang_instalment_ids
            ],
            list(rows),
        )
        for one in order.yishang_instalment_ids:
            self.assertEqual(one.amount_open, one.amount - one.amount_received)

    def _plan(self, order, *parts):
        order.yishang_instalment_ids = [
            Command.clear(),
            *(
                Command.create({"date_due": day, "amount": amount})
                for day, amount in parts
            ),
        ]
