class LeakScheduleRecords:
    """What the schedule tells of a customer, see ``LeakRecords``."""

    @classmethod
    def _find_in_schedule(cls, customer, _secret):
        """One row at least of each kind, made by the builders before."""
        customer.yishang_date_next_contact = "2026-03-09"
        cls.env.flush_all()
        rows = cls.env["crm.yishang.schedule"].search(
            [("yishang_customer_id", "=", customer.id)]
        )
        kinds = dict(rows._fields["kind"].selection)
        missing = kinds.keys() - set(rows.mapped("kind"))
        assert not missing, f"the schedule has no {missing}"
        cls._add(rows)
