from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged

from .workbench_common import WorkbenchCommon

OPPORTUNITIES = "crm.yishang.opportunity.total"
RECEIPTS = "crm.yishang.receipt.total"
MARCH = "2026-03-01"


@tagged("post_install", "-at_install")
class TestKeptTotal(WorkbenchCommon):
    """Receipts and opportunities are summed up on whatever road they come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].search([("name", "=", "水泵改造")])
        cls.stages = cls.env["crm.stage"].create(
            [
                {"name": "甲段", "sequence": 901},
                {"name": "乙段", "sequence": 900},
            ]
        )

    def _verify(self):
        """Check every total against its documents."""
        self.env.flush_all()
        for total in self.env["crm.yishang.kept.total.mixin"]._get_kept_totals():
            self.assertEqual(total._verify(), [], total._name)

    def _get_stages(self, user):
        """Return number and revenue of the stages, as ``user`` sees them."""
        self._verify()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        totals = self.env[OPPORTUNITIES].with_user(user)
        groups = totals._fetch_stages(Domain.TRUE)
        return {
            stage.name: (number, amount)
            for stage, number, amount in groups
            if stage in self.stages
        }

    def _get_receipts(self, user):
        """Return what was received in March, as ``user`` is told it."""
        self._verify()
        self.env.invalidate_all()
        domain = [("date", "=", MARCH), ("user_id", "in", self._get_people().ids)]
        rows = self.env[RECEIPTS].with_user(user).search(domain)
        return sum(rows.mapped("amount"))

    def _get_people(self):
        return self.sales_sjz1 | self.sales_sjz2 | self.sales_bd1 | self.sales_gz1

    def test_opportunities_are_counted_while_they_are_open(self):
        first, second = self.stages
        self.assertEqual(self._get_stages(self.director), {})
        self.lead.stage_id = first
        other = self._create_lead(self.sales_bd1, self.customer_bd1, "阀门", 500)
        other.stage_id = first
        self.assertEqual(self._get_stages(self.director), {"甲段": (2, 1500)})
        self.assertEqual(self._get_stages(self.leader_sjz), {"甲段": (1, 1000)})
        other.write({"stage_id": second.id, "expected_revenue": 700})
        both = {"甲段": (1, 1000), "乙段": (1, 700)}
        self.assertEqual(self._get_stages(self.manager_north), both)
        # Whoever moves customers moves them by SQL.
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_bd1, "assign", owners=self.sales_sjz2.id
        )
        self.assertEqual(self._get_stages(self.leader_sjz), both)
        self.assertEqual(self._get_stages(self.leader_bd), {})
        other.action_set_lost()
        self.assertEqual(self._get_stages(self.director), {"甲段": (1, 1000)})
        self.lead.action_set_won()
        self.assertEqual(self._get_stages(self.director), {})
        other.unlink()
        self._verify()

    def test_opened_customers_are_counted_once(self):
        first, second = self.stages
        self.lead.stage_id = first
        lead = self._create_lead(self.sales_gz1, self.customer_gz1, "阀门", 500)
        lead.stage_id = second
        self.assertEqual(self._get_stages(self.leader_sjz), {"甲段": (1, 1000)})
        for customer in (self.customer_gz1, self.customer_sjz1):
            self.env["crm.yishang.grant"].create(
                {"user_id": self.leader_sjz.id, "customer_id": customer.id}
            )
        both = {"甲段": (1, 1000), "乙段": (1, 500)}
        self.assertEqual(self._get_stages(self.leader_sjz), both)
        # As the opportunities themselves, which a search finds.
        leads = self.env["crm.lead"].with_user(self.leader_sjz)
        found = leads.search([("stage_id", "in", self.stages.ids)])
        self.assertEqual(found, self.lead | lead)

    def test_a_rule_of_somebody_else_is_obeyed(self):
        first, second = self.stages
        self.lead.stage_id = first
        lead = self._create_lead(self.sales_sjz1, self.customer_sjz1, "阀门", 500)
        lead.stage_id = second
        self.env["ir.rule"].create(
            {
                "name": "Only the first stage",
                "model_id": self.env.ref("crm.model_crm_lead").id,
                "domain_force": f"[('stage_id', '=', {first.id})]",
            }
        )
        self.assertEqual(self._get_stages(self.leader_sjz), {"甲段": (1, 1000)})

    def test_the_funnel_follows_the_order_of_the_stages(self):
        first, second = self.stages
        self.lead.stage_id = first
        lead = self._create_lead(self.sales_sjz1, self.customer_sjz1, "阀门", 500)
        lead.stage_id = second
        for user in (self.sales_sjz1, self.leader_sjz):
            cells = self._get_cells(user, "funnel")
            names = [row[0] for row in cells if row[0] in self.stages.mapped("name")]
            self.assertEqual(names, ["乙段", "甲段"], user.login)

    def test_receipts_are_summed_up_once_they_are_confirmed(self):
        # 400 of the first salesperson are there.
        self.assertEqual(self._get_receipts(self.director), 400)
        receipt = self._collect((self.order, 100))
        self.assertEqual(self._get_receipts(self.director), 500)
        self.assertEqual(self._get_receipts(self.leader_sjz), 500)
        self.assertEqual(self._get_receipts(self.leader_bd), 0)
        self.assertEqual(self._get_receipts(self.sales_sjz2), 0)
        draft = receipt.copy()
        self.assertEqual(self._get_receipts(self.director), 500)
        draft.unlink()
        # By who collected them where, wherever the customer goes.
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_bd1.id
        )
        self.assertEqual(self._get_receipts(self.leader_sjz), 500)
        self.assertEqual(self._get_receipts(self.leader_bd), 0)
        receipt.with_user(self.cashier).action_cancel("误录")
        self.assertEqual(self._get_receipts(self.director), 400)
        rows = self.env[RECEIPTS].search([])
        self.env[RECEIPTS]._add_up()
        self.assertLess(len(self.env[RECEIPTS].search([])), len(rows))
        self.assertEqual(self._get_receipts(self.director), 400)

    def test_what_differs_is_told_and_mended(self):
        check = self.env["crm.yishang.total.check"]
        self.assertEqual(check._verify(), [])
        # As a load with triggers switched off would have left them.
        self.env.cr.execute(
            "UPDATE crm_yishang_receipt_total SET amount = amount + 7 WHERE date = %s",
            [MARCH],
        )
        self.env.cr.execute("DELETE FROM crm_yishang_opportunity_total")
        texts = check._verify()
        self.assertTrue(any(RECEIPTS in text and "7" in text for text in texts))
        self.assertTrue(any(OPPORTUNITIES in text for text in texts))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            with self.assertLogs("odoo.addons.crm_yishang", "WARNING") as logs:
                self.env["crm.yishang.total"]._cron_rebuild()
        self.assertEqual(len(logs.output), 2)
        self.assertEqual(check._verify(), [])
        self.assertEqual(self._get_receipts(self.director), 400)
