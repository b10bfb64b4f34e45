from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .instalment_common import InstalmentCommon


@tagged("post_install", "-at_install")
class TestInstalmentPeople(InstalmentCommon):
    """Who sees collection plans, and who is told of them."""

    def test_who_sees_and_changes_plans(self):
        part = self.order.yishang_instalment_ids
        for user in (self.sales_sjz1, self.leader_sjz, self.director, self.cashier):
            self.assertEqual(self._get_visible(user, part), part, user.login)
        for user in (self.sales_sjz2, self.sales_gz1, self.leader_gz):
            self.assertFalse(self._get_visible(user, part), user.login)
            with self.assertRaises(AccessError):
                part.with_user(user).read(["amount"])
        with self.assertRaises(AccessError):
            part.with_user(self.cashier).amount = 1
        for name in ("amount_received", "state", "is_owed"):
            with self.assertRaises(AccessError):
                part.with_user(self.sales_sjz1).write({name: False})
        self.assertPlan(self.order, ("2026-03-10", 1000, 0, "open"))

    def test_the_plan_is_visible_as_its_customer_is_now(self):
        part = self.order.yishang_instalment_ids
        self.env["crm.yishang.ownership"]._transfer(
            self.customer, "assign", self.sales_sjz2.id
        )
        self.env.invalidate_all()
        self.assertEqual(part.yishang_scope_key, self.sales_sjz2.id)
        self.assertEqual(part.user_id, self.sales_sjz1, "who earned it")
        self.assertEqual(self._get_visible(self.sales_sjz2, part), part)
        self.assertFalse(self._get_visible(self.sales_sjz1, part))

    def test_the_plan_of_a_quotation_follows_its_customer(self):
        order = self._create_order(self.customer)
        self._plan(order, ("2026-04-01", 50), ("2026-05-01", 50))
        plan = order.yishang_instalment_ids
        self.assertFalse(any(plan.mapped("is_owed")))
        order.partner_id = self.customer_sjz2
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(plan.partner_id, self.customer_sjz2)
        self.assertEqual(self._get_visible(self.sales_sjz2, plan), plan)
        self.assertFalse(self._get_visible(self.sales_sjz1, plan))
        order.action_confirm()
        self.assertPlan(
            order, ("2026-04-01", 50, 0, "open"), ("2026-05-01", 50, 0, "open")
        )
        self.assertTrue(all(plan.mapped("is_owed")))

    def test_owners_and_leaders_are_told_once_a_day(self):
        self._plan(
            self.order, ("2026-03-01", 300), ("2026-03-12", 500), ("2026-03-20", 200)
        )
        self._plan(self.other_order, ("2026-05-01", 500))
        (self.sales_sjz1 | self.leader_sjz).lang = "en_US"
        reminder = self.env["crm.yishang.reminder"]
        messages = self.env["mail.message"]
        told = messages.search([], order="id desc", limit=1).id
        reminder._cron_remind()
        reminder._cron_remind()

        def get(user):
            return messages.search(
                [
                    ("id", ">", told),
                    ("partner_ids", "in", user.partner_id.ids),
                    ("subject", "ilike", "instalments"),
                ]
            )

        (message,) = get(self.sales_sjz1)
        self.assertEqual(message.subject, "Instalments to collect")
        for words in ("Overdue: 1 instalments", "300.00", "Due soon: 1 ins", "500.00"):
            self.assertIn(words, message.body)
        (message,) = get(self.leader_sjz)
        self.assertIn("sales_sjz1: 1 instalments", message.body)
        self.assertFalse(get(self.leader_gz))

    def test_the_workbench_leads_to_what_is_late(self):
        self._plan(self.order, ("2026-03-01", 300), ("2026-03-12", 700))
        bench = self.env["crm.yishang.workbench"].with_user(self.sales_sjz1)
        tiles = {tile["key"]: tile for tile in bench._get_collection_tiles()}
        self.assertEqual(tiles["instalments_overdue"]["text"], "1")
        self.assertTrue(tiles["instalments_overdue"]["is_alert"])
        found = self.env["crm.yishang.instalment"].search(
            tiles["instalments_due"]["action"]["domain"]
        )
        self.assertEqual(
            found.mapped("date_due"), [date(2026, 3, 10), date(2026, 3, 12)]
        )
        bench = bench.with_user(self.leader_sjz)
        section = bench._get_collection_section(bench._fetch_late()[0])
        (row,) = section["table"]["rows"]
        self.assertEqual(row["cells"][0], "sales_sjz1")
        self.assertEqual(row["cells"][1], "$\xa0300")

    def test_installing_plans_the_orders_that_are_there(self):
        self.env.flush_all()
        self.cr.execute("DELETE FROM crm_yishang_instalment")
        self.env.invalidate_all()
        self.env["crm.yishang.instalment"]._plan_all()
        self.assertPlan(self.order, ("2026-03-10", 1000, 0, "open"))
