from odoo.fields import Command


class LeakDuplicateRecords:
    """Builders of what the check of duplicates finds, see ``LeakRecords``."""

    @classmethod
    def _build_duplicates(cls, customer, secret):
        """Somebody else entered the customer, too, and asked for it."""
        cls._add(
            cls.env["crm.yishang.duplicate.request"].create(
                {
                    "requester_id": cls.director.id,
                    "customer_id": customer.id,
                    "public_name": secret.word,
                    "entered_name": secret.word,
                    "kinds": "phone",
                    "reason": secret.word,
                    "answer": secret.word,
                }
            )
        )
        group = cls._add(
            cls.env["crm.yishang.duplicate.group"].create(
                {
                    "kind": "name",
                    "key": secret.word,
                    "customer_count": 2,
                    "member_ids": [Command.create({"customer_id": customer.id})],
                }
            )
        )
        cls._add(group.member_ids)
