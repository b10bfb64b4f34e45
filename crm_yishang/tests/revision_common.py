from odoo.fields import Command

from .common import RefusalCase, YishangCommon

OLD_PHONE, NEW_PHONE = "0311-11112222", "0311-33334444"


class RevisionCommon(YishangCommon, RefusalCase):
    """The company protects key data of all customers; one of them has some."""

    protected = (
        "name",
        "phone",
        "vat",
        "street",
        "user_id",
        "yishang_region_id",
        "bank_ids",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.customer_sjz1
        cls.customer.write({"phone": OLD_PHONE, "street": "老街1号"})
        cls._protect(*cls.protected)
        cls.revisions = cls.env["crm.yishang.revision"]
        cls.entries = cls.env["crm.yishang.revision.entry"]
        cls.env.flush_all()

    @classmethod
    def _protect(cls, *names, **values):
        fields = cls.env["ir.model.fields"].search(
            [("model", "=", "res.partner"), ("name", "in", names)]
        )
        cls.env.company.write(
            {"yishang_revision_field_ids": [Command.set(fields.ids)], **values}
        )

    def _save(self, user, customer=None, reason="搬迁", **values):
        """Save values as the form does, and return the request that came of it."""
        customer = (customer or self.customer).with_user(user)
        if reason:
            values["yishang_revision_reason"] = reason
        customer.web_save(values, {"phone": {}})
        return self.revisions.with_user(user).search(
            [("customer_id", "=", customer.id)], limit=1
        )

    def _get_history(self, customer=None):
        """Return (field, old text, new text, road) of a customer, oldest first."""
        customer = customer or self.customer
        entries = self.entries.search([("customer_id", "=", customer.id)], order="id")
        return [
            (one.field_name, one.old_text, one.new_text, one.road) for one in entries
        ]
