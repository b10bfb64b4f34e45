from contextlib import suppress
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_common import VisitCommon

TODAY = date(2026, 3, 4)


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestPool(VisitCommon):
    """Claiming, returning and reclaiming customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.yishang_is_reclaimed = True
        cls.pool = cls.env["crm.yishang.pool"]
        cls.rules = cls.env["crm.yishang.pool.rule"]
        # Entered a year ago, and never touched since.
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = '2025-03-04 04:00:00'"
            " WHERE id = ANY(%s)",
            [cls.customers.ids],
        )
        cls.customers.invalidate_recordset()

    def _create_rule(self, **values):
        return self.rules.create(
            {"name": "规则", "date_start": "2025-01-01", "sequence": 1, **values}
        )

    def _refresh(self, customers=None):
        customers = self.owned if customers is None else customers
        self.env["crm.yishang.pool.clock"]._refresh(customers.ids)

    def _claim(self, user, customers):
        return customers.with_user(user).action_yishang_claim()

    def _run(self):
        """Run the nightly job; its commits are none in a test."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["crm.yishang.pool.job"]._cron_reclaim()
        self.env.invalidate_all()

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

    def test_without_rules_nobody_is_reclaimed(self):
        self._refresh()
        self.assertFalse(any(self.owned.mapped("yishang_date_reclaim")))

    def test_the_clock_starts_with_the_owner(self):
        self._create_rule(days_contact=30)
        self._refresh()
        self.assertEqual(self.customer_sjz1.yishang_date_reclaim, date(2025, 4, 3))
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_sjz2.id
        )
        self.assertEqual(
            self.customer_sjz1.yishang_date_reclaim, TODAY + timedelta(days=30)
        )
        self.assertEqual(self.customer_sjz1.yishang_reclaim_reason, "contact")

    def test_a_contact_starts_it_again(self):
        self._create_rule(days_contact=30)
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self.assertEqual(
            self.customer_sjz1.yishang_date_reclaim, TODAY + timedelta(days=30)
        )

    def test_the_first_rule_that_fits_counts(self):
        kind = self.env.ref("crm_yishang.crm_yishang_customer_type_dealer")
        self.customer_sjz1.write({"yishang_grade": "a", "yishang_type_id": kind.id})
        self.customer_bd1.yishang_lifecycle = "lost"
        self._create_rule(sequence=1, grade="a")
        self._create_rule(sequence=2, lifecycle="lost", days_contact=10)
        self._create_rule(sequence=3, region_ids=[self.guangdong.id], days_contact=20)
        self._create_rule(sequence=4, grade="none", days_contact=40)
        self._refresh()
        self.assertEqual(
            [customer.yishang_date_reclaim for customer in self.owned],
            [False, date(2025, 4, 13), date(2025, 3, 14), date(2025, 3, 24)],
        )

    def test_the_earliest_of_the_days_and_its_reason(self):
        self._create_rule(days_contact=90, days_opportunity=60, days_order=30)
        self._refresh()
        self.assertEqual(self.customer_sjz1.yishang_reclaim_reason, "order")
        self.assertEqual(self.customer_sjz1.yishang_date_reclaim, date(2025, 4, 3))
        self._create_order(self.customer_sjz1).action_confirm()
        self.assertEqual(self.customer_sjz1.yishang_reclaim_reason, "opportunity")

    def test_an_open_opportunity_protects(self):
        self._create_rule(days_opportunity=60)
        lead = self.env["crm.lead"].create(
            {
                "name": "在谈",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
            }
        )
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)
        lead.action_set_lost()
        self.assertTrue(self.customer_sjz1.yishang_date_reclaim)

    def test_a_new_rule_gives_time_for_a_warning(self):
        self._create_rule(days_contact=30, date_start=TODAY)
        self._refresh()
        self.assertEqual(
            self.customer_sjz1.yishang_date_reclaim, TODAY + timedelta(days=7)
        )

    def test_what_is_kept_stays(self):
        self._create_rule(days_contact=30)
        self._refresh()
        with self.assertRaises(AccessError):
            self.customer_sjz1.with_user(self.sales_sjz1).yishang_is_kept = True
        self.customer_sjz1.with_user(self.leader_sjz).yishang_is_kept = True
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)

    def test_money_owed_protects(self):
        self._create_rule(days_contact=30)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer_sjz1.id,
                "invoice_line_ids": [
                    Command.create({"name": "货款", "price_unit": 100})
                ],
            }
        )
        self._refresh()
        self.assertTrue(self.customer_sjz1.yishang_date_reclaim)
        invoice.action_post()
        self._refresh()
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)

    def test_the_job_reclaims_what_is_due(self):
        self._create_rule(days_contact=30)
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        self._run()
        self.assertFalse(self.customer_sjz1.user_id)
        self.assertFalse(self.customer_sjz1.yishang_date_reclaim)
        self.assertEqual(self.customer_sjz2.user_id, self.sales_sjz2)
        change = self.customer_sjz1.yishang_ownership_ids
        self.assertEqual(change.kind, "reclaim")
        self.assertTrue(change.reason)

    def test_the_job_does_nothing_twice(self):
        self._create_rule(days_contact=30)
        self._run()
        changes = self.env["crm.yishang.ownership.change"]
        count = changes.search_count([])
        self.company.yishang_date_reclaimed = False
        self._run()
        self.assertEqual(changes.search_count([]), count)

    def test_a_killed_job_goes_on(self):
        self._create_rule(days_contact=30)
        job = "odoo.addons.crm_yishang.models.crm_yishang_pool_job.BATCH"
        ownership = type(self.env["crm.yishang.ownership"])
        transfer = ownership._transfer
        calls = []

        def stop_at_second(service, *arguments, **options):
            calls.append(arguments)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return transfer(service, *arguments, **options)

        # Not assertRaises, which would undo what the first batch has done.
        with (
            patch(job, 1),
            patch.object(ownership, "_transfer", stop_at_second),
            suppress(KeyboardInterrupt),
        ):
            self._run()
        self.env.invalidate_all()
        self.assertEqual(len(self.owned.filtered("user_id")), 3)
        self._run()
        self.assertFalse(self.owned.user_id)
        for customer in self.owned:
            self.assertEqual(len(customer.yishang_ownership_ids), 1)

    def test_where_it_is_switched_off_nothing_happens(self):
        self._create_rule(days_contact=30)
        self.company.yishang_is_reclaimed = False
        self._run()
        self.assertEqual(len(self.owned.filtered("user_id")), 4)

    def test_owners_are_warned(self):
        self._create_rule(days_contact=30, date_start=TODAY)
        self._run()
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", self.sales_sjz1.partner_id.ids)], limit=1
        )
        self.assertIn("customers-to-reclaim", messages.body)

    def test_statements_do_not_grow_with_the_customers(self):
        self._create_rule(days_contact=30, days_opportunity=60, days_order=90)
        self._refresh()
        counts = []
        for customers in (self.customer_sjz1, self.owned):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._refresh(customers)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
