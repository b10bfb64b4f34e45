class LeakExportRecords:
    """What was taken out of the system, and by whom."""

    @classmethod
    def _build_exports(cls, customer, secret):
        """One number shown in full, by the owner of the customer."""
        cls._add(
            cls.env["crm.yishang.export.log"].create(
                {
                    "user_id": customer.user_id.id,
                    "company_id": cls.env.company.id,
                    "road": "reveal",
                    "res_model": customer._name,
                    "res_id": customer.id,
                    "model_label": secret.word,
                    "filter_text": secret.word,
                    "domain": secret.word,
                    "row_count": 1,
                }
            )
        )
