from odoo.fields import Command


class LeakReceiptRecords:
    """Builders of what a customer paid, see ``LeakRecords``."""

    @classmethod
    def _build_receipts(cls, customer, secret):
        """One that waits, for the order, and one that counts, as an advance."""
        order = cls.built["sale.order"][0]
        method = cls.env["crm.yishang.payment.method"].search([], limit=1)
        common = {
            "partner_id": customer.id,
            "user_id": customer.user_id.id,
            "method_id": method.id,
            "amount": secret.amount,
            "remark": secret.word,
        }
        receipts = cls.env["crm.yishang.receipt"].create(
            [
                {
                    **common,
                    "line_ids": [
                        Command.create({"order_id": order.id, "amount": secret.amount})
                    ],
                },
                common,
            ]
        )
        receipts[1].action_confirm()
        cls._add(receipts)
        cls._add(receipts.line_ids)
