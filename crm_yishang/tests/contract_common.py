from datetime import date

from .common import RefusalCase, YishangCommon


class ContractCommon(RefusalCase, YishangCommon):
    """Builders of contracts, at noon of Wednesday, 4 March 2026, in Beijing."""

    now = "2026-03-04 04:00:00"
    today = date(2026, 3, 4)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.contact = cls.contacts.filtered(
            lambda one: one.parent_id == cls.customer_sjz1
        )

    @classmethod
    def _create_contract(cls, user, customer=None, **values):
        """Create a draft as ``user``, returned for that user."""
        return (
            cls.env["crm.yishang.contract"]
            .with_user(user)
            .create(
                {
                    "partner_id": (customer or cls.customer_sjz1).id,
                    "subject": "水泵供货",
                    "amount": 10000,
                    "date_start": "2026-03-04",
                    "date_end": "2027-03-03",
                    "clauses": "<p>三十天内交货</p>",
                    **values,
                }
            )
        )

    def _create_signed(self, user, customer=None, **values):
        """Create a contract that was approved and signed, returned for ``user``."""
        contract = self._create_contract(user, customer, **values)
        contract.with_user(self.director).action_approve()
        contract.action_sign()
        return contract

    def _follow_days(self):
        self.env["crm.yishang.contract"]._cron_follow_days()
        self.env.invalidate_all()
