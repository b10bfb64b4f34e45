from odoo.tests import new_test_user, tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestVisibilityDomain(YishangCommon):
    """The rule is made of literal ids, and of few of them."""

    def _get_conditions(self, user):
        domain = self.env["res.partner"].with_user(user)._get_visible_domain("read")
        return list(domain.iter_conditions())

    def test_the_rule_holds_literal_ids_alone(self):
        for user in (self.sales_sjz1, self.leader_sjz, self.manager_north):
            for condition in self._get_conditions(user):
                with self.subTest(user=user.login, condition=condition):
                    self.assertEqual(condition.operator, "in")
                    self.assertTrue(all(isinstance(i, int) for i in condition.value))

    def test_whoever_covers_all_regions_names_none(self):
        roots = self.env["crm.yishang.region"].search([("parent_id", "=", False)])
        roots.manager_ids = self.manager_north
        self.env.flush_all()
        regions = [
            condition
            for condition in self._get_conditions(self.manager_north)
            if condition.field_expr == "yishang_scope_region_id"
        ]
        self.assertEqual(len(regions), 1)
        self.assertEqual((regions[0].operator, regions[0].value), ("!=", False))

    def test_a_portal_customer_sees_itself_alone(self):
        contact = self.contacts.filtered(
            lambda partner: partner.parent_id == self.customer_sjz1
        )
        user = new_test_user(
            self.env,
            login="portal_sjz1",
            groups="base.group_portal",
            partner_id=contact.id,
        )
        everybody = self.customers | self.contacts
        visible = self._get_visible(user, everybody)
        self.assertEqual(visible.commercial_partner_id, self.customer_sjz1)
        for partner in everybody - visible:
            self.assertFalse(partner.with_user(user).has_access("read"))
