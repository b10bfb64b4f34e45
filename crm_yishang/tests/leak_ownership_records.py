class LeakOwnershipRecords:
    """Builders of what remembers who held a customer, see ``LeakRecords``."""

    @classmethod
    def _build_ownership(cls, customer, secret):
        """The customer went to another region and came back."""
        ownership = cls.env["crm.yishang.ownership"]
        home = customer.yishang_region_id
        for region in (cls.guangdong, home):
            ownership._transfer(
                customer, "region", regions=region.id, reason=secret.word
            )
        cls._add(
            cls.env["crm.yishang.ownership.change"].search(
                [("customer_id", "=", customer.id)]
            )
        )
