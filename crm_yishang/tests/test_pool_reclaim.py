from contextlib import suppress
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .pool_common import TODAY, PoolCommon


@tagged("post_install", "-at_install")
@freeze_time(PoolCommon.now)
class TestPoolReclaim(PoolCommon):
    """Rules and the job that take customers back."""

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
