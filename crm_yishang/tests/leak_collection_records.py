class LeakCollectionRecords:
    """Finds what is to be collected of a customer, see ``LeakRecords``."""

    @classmethod
    def _find_receivables(cls, customer, _secret):
        """The confirmed order has a plan by its payment terms."""
        cls.env.flush_all()
        for model in ("crm.yishang.instalment", "crm.yishang.receivable.report"):
            found = cls.env[model].search([("yishang_customer_id", "=", customer.id)])
            cls._add(found)
