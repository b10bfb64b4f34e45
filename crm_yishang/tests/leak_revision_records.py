from odoo.fields import Command

from ..tools.protection import Change


class LeakRevisionRecords:
    """Builders of what is asked for and was changed, see ``LeakRecords``."""

    @classmethod
    def _build_revision(cls, customer, secret):
        """The customer has another number, and asks for another name."""
        change = Change(customer, "phone", "1", secret.phone, secret.phone)
        cls._add(cls.env["crm.yishang.revision.entry"]._add([change], "system"))
        wish = Change(customer, "name", secret.word, secret.word, secret.word)
        lines = cls.env["crm.yishang.revision.line"]
        revision = cls._add(
            cls.env["crm.yishang.revision"].create(
                {
                    "name": "XD",
                    "company_id": cls.env.company.id,
                    "customer_id": customer.id,
                    "requester_id": customer.user_id.id,
                    "reason": secret.word,
                    "line_ids": [Command.create(lines._prepare_change(wish))],
                }
            )
        )
        cls._add(revision.line_ids)
