import itertools

from odoo.exceptions import ValidationError

from .common import RefusalCase, YishangCommon

NUMBERS = itertools.count(100)
TAX_ID = "91350100M000100Y43"
PHONE = "0311-8888 8886"
EMAIL = "Known@Duplicate.example"
NAME = "秘密恒泰机电设备有限公司"
# What a new customer has in common with the known one, by kind.
SAME = {
    "vat": {"vat": f" {TAX_ID[:8]} {TAX_ID[8:]}"},
    "phone": {"phone": "+86 311 88888886"},
    "email": {"email": "known@duplicate.EXAMPLE"},
    "name": {"name": "秘密恒泰機電設備（有限责任公司）"},
}


class DuplicateCommon(YishangCommon, RefusalCase):
    """A customer of ``sales_sjz1`` that others meet again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._create_customer(
            NAME, cls.sales_sjz1, cls.sjz, phone=PHONE, vat=TAX_ID, email=EMAIL
        )
        cls.known_person = cls.env["res.partner"].create(
            {
                "name": "秘密联系人",
                "parent_id": cls.known.id,
                "phone": "139 0013 8001",
                "email": "person@duplicate.example",
            }
        )

    @classmethod
    def _set_policy(cls, policy, *kinds):
        for kind in kinds or SAME:
            cls.env.company[f"yishang_duplicate_{kind}"] = policy

    def _enter(self, user, **values):
        """Create a customer as that user."""
        values = {"name": f"新客户{next(NUMBERS)}", "is_company": True, **values}
        customers = self.env["res.partner"].with_user(user)
        return customers.create({**values, "yishang_is_customer": True})

    def assertSecret(self, text):
        """Check that a message tells nothing of the known customer."""
        for word in ("秘密恒泰机电设备有限公司", "秘密联系人", "139", "石家庄"):
            self.assertNotIn(word, str(text))

    def assertBlocked(self, words="handled by sales_sjz1"):
        return self.assertRefused(ValidationError, words)
