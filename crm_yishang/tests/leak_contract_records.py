from odoo.fields import Command


class LeakContractRecords:
    """Builders of contracts and of what is asked for orders, see ``LeakRecords``."""

    @classmethod
    def _build_contracts(cls, customer, secret):
        """One contract in preparation and a signed one, with plans."""
        common = {
            "partner_id": customer.id,
            "contact_id": customer.child_ids[:1].id,
            "lead_id": cls.built["crm.lead"][0].id,
            "user_id": customer.user_id.id,
            "signatory_id": customer.user_id.id,
            "subject": secret.word,
            "amount": secret.amount,
            "clauses": secret.word,
            "date_start": "2026-03-01",
            "date_end": "2027-02-28",
        }
        plan = [
            Command.create(
                {
                    "date_due": "2026-04-01",
                    "amount": secret.amount,
                    "note": secret.word,
                }
            )
        ]
        # The one in preparation first: nobody at all changes a signed one.
        contracts = cls.env["crm.yishang.contract"].create(
            [{**common, "instalment_ids": plan} for _number in range(2)]
        )
        contracts[1].action_approve()
        contracts[1].action_sign()
        cls._add(contracts)
        cls._add(contracts.instalment_ids)

    @classmethod
    def _build_discount(cls, _customer, secret):
        """Somebody asks for the prices of the quotation."""
        cls._add(
            cls.env["crm.yishang.discount.request"].create(
                {
                    "order_id": cls.built["sale.order"][1].id,
                    "requester_id": cls.director.id,
                    "discount": 12,
                    "reason": secret.word,
                }
            )
        )
