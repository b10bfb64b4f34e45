class LeakRiskRecords:
    """Builder of the risk of losing a customer, see ``LeakRecords``."""

    @classmethod
    def _build_risks(cls, customer, secret):
        cls._add(
            cls.env["crm.yishang.risk"].create(
                {
                    "partner_id": customer.id,
                    "company_id": cls.env.company.id,
                    "user_id": customer.user_id.id,
                    "date_start": "2026-03-01",
                    "level": "high",
                    "revenue": secret.amount,
                    "amount_overdue": secret.amount,
                    "note": secret.word,
                }
            )
        )
