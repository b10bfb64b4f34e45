from odoo.tests import tagged

from .duplicate_common import NAME, PHONE, DuplicateCommon


@tagged("post_install", "-at_install")
class TestDuplicateLead(DuplicateCommon):
    """Converting a lead finds the customer that is there already."""

    def _convert(self, user, **values):
        """Return the wizard on a new lead of that user."""
        values = {"partner_name": "新线索公司", "contact_name": "李四", **values}
        lead = self.env["crm.lead"].create(
            {"name": "线索", "type": "lead", "user_id": user.id, **values}
        )
        wizards = self.env["crm.lead2opportunity.partner"].with_user(user)
        wizards = wizards.with_context(active_model="crm.lead", active_ids=lead.ids)
        return lead, wizards.create({"lead_id": lead.id, "name": "convert"})

    def test_a_visible_customer_is_proposed(self):
        for values in (
            {"phone": "+86 311 8888 8886"},
            {"email_from": "KNOWN@duplicate.example"},
            {"partner_name": "秘密恒泰機電設備公司"},
            {"phone": "139-0013-8001"},
        ):
            with self.subTest(values=values):
                lead, wizard = self._convert(self.sales_sjz1, **values)
                self.assertEqual(wizard.action, "exist")
                self.assertEqual(wizard.partner_id.commercial_partner_id, self.known)
                self.assertIn(NAME, wizard.yishang_duplicate_warning)
                wizard.action_apply()
                self.assertEqual(lead.partner_id.commercial_partner_id, self.known)

    def test_a_hidden_customer_is_not_named(self):
        for values in ({"phone": PHONE}, {"email_from": "known@duplicate.example"}):
            lead, wizard = self._convert(self.sales_bd1, **values)
            with self.subTest(values=values):
                self.assertEqual(wizard.action, "create")
                self.assertFalse(wizard.partner_id)
                self.assertIn("sales_sjz1", wizard.yishang_duplicate_warning)
                self.assertSecret(wizard.yishang_duplicate_warning)
                wizard.action_apply()
                self.assertEqual(lead.partner_id.yishang_customer_id.name, "新线索公司")
            lead.partner_id.commercial_partner_id.name = "改名"

    def test_converting_is_refused_as_any_other_road(self):
        self._set_policy("block")
        lead, wizard = self._convert(self.sales_bd1, phone=PHONE)
        with self.assertBlocked():
            wizard.action_apply()
        self.assertFalse(lead.partner_id)

    def test_nothing_found_nothing_said(self):
        _lead, wizard = self._convert(self.sales_bd1, phone="13712345678")
        self.assertEqual(wizard.action, "create")
        self.assertFalse(wizard.yishang_duplicate_warning)
