class LeakValueRecords:
    """Builder of what a customer is worth, see ``LeakRecords``."""

    @classmethod
    def _build_values(cls, customer, secret):
        values = {
            "partner_id": customer.id,
            "company_id": cls.env.company.id,
            "currency_id": cls.env.company.currency_id.id,
            "date": "2025-03-10",
            "revenue": secret.amount,
        }
        for model in ("crm.yishang.value.score", "crm.yishang.value.history"):
            known = {name: values[name] for name in values}
            if model.endswith("history"):
                del known["currency_id"]
            cls._add(cls.env[model].create(known))
