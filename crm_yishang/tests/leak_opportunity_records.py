class LeakOpportunityRecords:
    """Builders of what hangs on an opportunity, see ``LeakRecords``."""

    @classmethod
    def _build_opportunity(cls, customer, secret):
        """The opportunities went on; somebody at the customer decides."""
        leads = cls.built["crm.lead"].filtered("partner_id")
        cls._add(
            cls.env["crm.yishang.decision.maker"].create(
                {
                    "lead_id": leads[:1].id,
                    "contact_id": customer.child_ids[:1].id,
                    "remark": secret.word,
                }
            )
        )
        cls.env.flush_all()
        durations = cls.env["crm.yishang.stage.duration"]
        durations = cls._add(durations.search([("lead_id", "in", leads.ids)]))
        funnel = cls.env["crm.yishang.funnel.report"]
        cls._add(funnel.browse(durations.ids))
