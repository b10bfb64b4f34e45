from odoo.fields import Command


class LeakHandoverRecords:
    """Builders of what is prepared for a handover, see ``LeakRecords``."""

    @classmethod
    def _build_handover(cls, customer, secret):
        """The owner is going to hand the customer over, who is picked by hand."""
        handover = cls._add(
            cls.env["crm.yishang.handover"].create(
                {
                    "user_id": customer.user_id.id,
                    "note": secret.word,
                    "line_ids": [
                        Command.create(
                            {
                                "scope": "picked",
                                "customer_ids": [Command.set(customer.ids)],
                                "target": "pool",
                            }
                        )
                    ],
                }
            )
        )
        cls._add(handover.line_ids)
