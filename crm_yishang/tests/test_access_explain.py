from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestAccessExplain(YishangCommon):
    def _explain(self, user, customer=None):
        form = Form(self.env["crm.yishang.access.explain"].with_user(self.crm_admin))
        form.user_id = user
        if customer:
            form.customer_id = customer
        return form.save()

    def test_a_reason_is_given_exactly_for_what_is_visible(self):
        hidden = "Nothing: the customer is hidden."
        for user in self.staff:
            for customer in self.customers:
                with self.subTest(user=user.login, customer=customer.name):
                    is_visible = customer.with_user(user).has_access("read")
                    reasons = self._explain(user, customer).reasons
                    self.assertEqual(reasons != hidden, is_visible)

    def test_the_path_is_named(self):
        self.env["crm.yishang.grant"].create(
            {
                "user_id": self.sales_bd1.id,
                "customer_id": self.customer_sjz1.id,
                "date_end": "2099-12-31",
            }
        )
        for user, reason in (
            (self.sales_sjz1, "Owner of the customer."),
            (self.leader_sjz, "Superior of the owner sales_sjz1."),
            (self.sales_bd1, "Collaborator until 2099-12-31."),
            (self.director, "A role of the user sees everything."),
            (self.sales_gz1, "Nothing: the customer is hidden."),
        ):
            with self.subTest(user=user.login):
                explain = self._explain(user, self.customer_sjz1)
                self.assertEqual(explain.reasons, reason)
        self.assertEqual(
            self._explain(self.manager_north, self.customer_sjz1).reasons,
            "Superior of the owner sales_sjz1.\nIn charge of 测试河北省.",
        )

    def test_the_counts_are_those_of_the_user(self):
        lines = self._explain(self.sales_sjz1).line_ids
        customers = lines.filtered(lambda line: line.model_id.model == "res.partner")
        self.assertEqual(customers.count, 2)
        self.assertTrue(customers.is_readable)
        self.assertGreaterEqual(customers.total, len(self.customers))

    def test_only_administrators_ask(self):
        for user in (self.director, self.sales_sjz1):
            with self.assertRaises(AccessError):
                self.env["crm.yishang.access.explain"].with_user(user).create(
                    {"user_id": self.director.id}
                )


@tagged("post_install", "-at_install")
class TestAssign(YishangCommon):
    def test_a_leader_assigns_and_returns_to_the_list(self):
        wizard = Form(
            self.env["crm.yishang.customer.assign"]
            .with_user(self.leader_sjz)
            .with_context(active_model="res.partner", active_ids=self.customer_sjz1.ids)
        )
        wizard.user_id = self.sales_sjz2
        action = wizard.save().action_assign()
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)
        self.assertEqual(action["res_model"], "res.partner")

    def test_a_customer_of_another_team_cannot_be_assigned(self):
        wizard = self.env["crm.yishang.customer.assign"].with_user(self.leader_bd)
        with self.assertRaises(AccessError):
            wizard.create(
                {
                    "customer_ids": self.customer_sjz1.ids,
                    "user_id": self.sales_bd1.id,
                }
            ).action_assign()
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)

    def test_salespeople_do_not_assign(self):
        with self.assertRaises(AccessError):
            self.env["crm.yishang.customer.assign"].with_user(self.sales_sjz1).create(
                {
                    "customer_ids": self.customer_sjz1.ids,
                    "user_id": self.sales_sjz2.id,
                }
            )
