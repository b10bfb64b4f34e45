from odoo import fields

from .common import YishangCommon


class VisitCommon(YishangCommon):
    """Builders of visits, at noon of Wednesday, 4 March 2026, in Beijing."""

    now = fields.Datetime.to_datetime("2026-03-04 04:00:00")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["crm.yishang.contact.category"]
        cls.on_site, cls.by_phone = categories.create(
            [
                {"code": "T-VISIT", "name": "上门", "kind": "visit"},
                {"code": "T-CALL", "name": "打电话", "kind": "call"},
            ]
        )

    def _create_visit(self, user, customer, **values):
        """Create a planned visit as ``user``, returned for that user."""
        return (
            self.env["crm.yishang.visit"]
            .with_user(user)
            .create(
                {
                    "partner_id": customer.id,
                    "category_id": self.on_site.id,
                    "content": "谈了合作",
                    **values,
                }
            )
        )

    def _create_done(self, user, customer, **values):
        """Create a finished visit as ``user``, returned for that user."""
        visit = self._create_visit(user, customer, **values)
        visit.action_done()
        return visit
