from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pool_common import PoolCommon


@tagged("post_install", "-at_install")
@freeze_time(PoolCommon.now)
class TestPool(PoolCommon):
    """Claiming and returning customers."""

    def test_a_salesperson_claims_what_lies_in_the_own_region(self):
        action = self._claim(self.sales_sjz1, self.pool_sjz)
        self.assertEqual(self.pool_sjz.user_id, self.sales_sjz1)
        self.assertEqual(action["res_id"], self.pool_sjz.id)
        change = self.pool_sjz.yishang_ownership_ids
        self.assertEqual((change.kind, change.user_id), ("claim", self.sales_sjz1))
        self.assertEqual(self.pool_sjz.yishang_date_taken, fields.Datetime.now())

    def test_nobody_claims_what_is_out_of_sight(self):
        for customer in (self.pool_gz, self.customer_gz1, self.pool_nowhere):
            with self.subTest(customer=customer.name), self.assertRaises(AccessError):
                self._claim(self.sales_sjz1, customer)
            self.assertNotEqual(customer.user_id, self.sales_sjz1)

    def test_other_roles_claim_nothing(self):
        for user in (self.service_manager, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._claim(user, self.pool_sjz)
        self.assertFalse(self.pool_sjz.user_id)

    def test_whoever_was_slower_is_told_by_whom_it_was_taken(self):
        self._claim(self.sales_sjz2, self.pool_sjz)
        with self.assertRaisesRegex(UserError, "sales_sjz2"):
            self._claim(self.sales_sjz1, self.pool_sjz)
        self.assertEqual(self.pool_sjz.user_id, self.sales_sjz2)

    def test_the_quota_of_a_day(self):
        self.company.yishang_claim_quota = 1
        other = self._create_customer("公海二", None, self.changan)
        self._claim(self.sales_sjz1, self.pool_sjz)
        with self.assertRaisesRegex(UserError, "1"):
            self._claim(self.sales_sjz1, other)
        self.assertFalse(other.user_id)
        with freeze_time(self.now + timedelta(days=1)):
            self._claim(self.sales_sjz1, other)
        self.assertEqual(other.user_id, self.sales_sjz1)

    def test_a_plain_write_is_a_claim_too(self):
        """A manager may write what lies in the own region, within the limits."""
        self.company.yishang_claim_quota = 1
        other = self._create_customer("公海二", None, self.changan)
        mine = {"user_id": self.manager_north.id}
        self.pool_sjz.with_user(self.manager_north).write(mine)
        self.assertEqual(self.pool_sjz.yishang_ownership_ids.kind, "claim")
        with self.assertRaisesRegex(UserError, "1"):
            other.with_user(self.manager_north).write(mine)
        self.assertFalse(other.user_id)

    def test_the_number_one_may_hold(self):
        self.company.yishang_claim_cap = 1
        with self.assertRaisesRegex(UserError, "1"):
            self._claim(self.sales_sjz1, self.pool_sjz)
        self.assertFalse(self.pool_sjz.user_id)

    def test_the_past_owner_waits(self):
        customer = self.customer_sjz1
        self.pool.with_user(self.sales_sjz1)._return(customer, "没有需求")
        with self.assertRaises(UserError):
            self._claim(self.sales_sjz1, customer)
        self.assertFalse(customer.user_id)
        self._claim(self.sales_sjz2, customer)
        self.assertEqual(customer.user_id, self.sales_sjz2)

    def test_the_past_owner_waits_no_longer_than_the_settings_say(self):
        customer = self.customer_sjz1
        self.pool.with_user(self.sales_sjz1)._return(customer, "没有需求")
        with freeze_time(self.now + timedelta(days=31)):
            self._claim(self.sales_sjz1, customer)
        self.assertEqual(customer.user_id, self.sales_sjz1)

    def test_returning_needs_a_reason(self):
        with self.assertRaises(UserError):
            self.pool.with_user(self.sales_sjz1)._return(self.customer_sjz1, "  ")
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)

    def test_the_owner_returns_through_the_dialog(self):
        wizard = (
            self.env["crm.yishang.customer.return"]
            .with_user(self.sales_sjz1)
            .with_context(**self.customer_sjz1.action_yishang_return()["context"])
            .create({"cause": "no_need", "note": "已停产"})
        )
        wizard.action_return()
        self.assertFalse(self.customer_sjz1.user_id)
        self.assertIn("已停产", self.customer_sjz1.yishang_ownership_ids.reason)

    def test_nobody_returns_the_customer_of_a_colleague(self):
        with self.assertRaises(AccessError):
            self.pool.with_user(self.sales_sjz2)._return(self.customer_sjz1, "不要")
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)

    def test_what_lies_in_the_pool_is_not_returned(self):
        with self.assertRaises(UserError):
            self.pool.with_user(self.director)._return(self.pool_sjz, "不要")
