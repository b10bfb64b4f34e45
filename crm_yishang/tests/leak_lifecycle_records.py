class LeakLifecycleRecords:
    """Builder of the stages a customer went through, see ``LeakRecords``."""

    @classmethod
    def _build_lifecycle(cls, customer, secret):
        """A member by its order, given up and taken up again."""
        customer._yishang_give_up(secret.word)
        customer._yishang_take_up(secret.word)
        cls._add(
            cls.env["crm.yishang.lifecycle.change"].search(
                [("customer_id", "=", customer.id)]
            )
        )
