class LeakServiceRecords:
    """Builders of what a customer asks of the service, see ``LeakRecords``."""

    @classmethod
    def _build_cases(cls, customer, secret):
        """One case taken down by the owner, with a rating of the customer."""
        case = cls._add(
            cls.env["crm.yishang.service.case"]
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "partner_id": customer.id,
                    "contact_id": customer.child_ids[:1].id,
                    "order_id": cls.built["sale.order"][0].id,
                    "subject": secret.word,
                    "phone": secret.phone,
                    "description": secret.word,
                    "result": secret.word,
                    "remark": secret.word,
                    "cause": secret.word,
                    "answer": secret.word,
                    "compensation": secret.amount,
                    "user_id": customer.user_id.id,
                }
            )
        )
        cls._add(
            cls.env["rating.rating"].create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id(case._name),
                    "res_id": case.id,
                    "partner_id": customer.child_ids[:1].id,
                    "rating": 5,
                    "consumed": True,
                    "feedback": secret.word,
                }
            )
        )

        cls._add(
            cls.env["crm.yishang.service.share"].create(
                {"case_id": case.id, "user_id": cls.director.id}
            )
        )

    @classmethod
    def _find_case_grants(cls, _customer, _secret):
        """Who works on the case reads its customer, who owns that by now."""
        cases = cls.built["crm.yishang.service.case"]
        grants = cls.env["crm.yishang.grant"]
        cls._add(grants.search([("case_id", "in", cases.ids)]))
