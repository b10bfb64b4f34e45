from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import YishangCommon

CUSTOMER = "crm.yishang.customer"


@tagged("post_install", "-at_install")
class TestRemembered(YishangCommon):
    """Lookups every order makes are remembered, and forgotten when they must be."""

    def _get_team(self, user):
        return self.env["crm.team"].with_user(user)._get_default_team_id()

    def test_an_order_asks_less_than_the_host_alone(self):
        products = self.env["product.product"].create(
            [{"name": name, "list_price": 100} for name in ("泵", "阀")]
        )
        vals = {
            "partner_id": self.customer_sjz1.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": 2})
                for product in products
            ],
        }
        orders = self.env["sale.order"].with_user(self.sales_sjz1)
        counts = []
        # The first one opens the day and learns what is remembered.
        for _number in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env["crm.yishang.policy"]._forget()
            before = self.env.cr.sql_log_count
            order = orders.create(vals)
            order.action_confirm()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(order.state, "sale")
        # Stock Odoo with the same modules: 41.
        self.assertLessEqual(counts[1], 36)

    @freeze_time("2026-03-04 04:00:00")
    def test_a_daily_number_is_one_statement(self):
        sequences = self.env["ir.sequence"].with_user(self.sales_sjz1)
        self.assertEqual(sequences.next_by_code(CUSTOMER)[:10], "KH20260304")
        with self.assertQueryCount(1):
            sequences.next_by_code(CUSTOMER)
            self.env.flush_all()

    @freeze_time("2026-03-04 04:00:00")
    def test_a_changed_rule_counts_at_once(self):
        sequences = self.env["ir.sequence"].with_context(tz="Asia/Shanghai")
        rule = sequences.search(
            [("code", "=", CUSTOMER), ("company_id", "=", self.env.company.id)]
        )
        sequences.next_by_code(CUSTOMER)
        rule.prefix = "K-%(range_year)s%(range_month)s%(range_day)s-"
        self.assertRegex(sequences.next_by_code(CUSTOMER), r"^K-20260304-\d{4}$")
        rule.padding = 6
        self.assertRegex(sequences.next_by_code(CUSTOMER), r"^K-20260304-\d{6}$")
        rule.prefix = "%(range_year)s%(range_month)s%(range_day)s%(current_h24)s-"
        self.assertRegex(sequences.next_by_code(CUSTOMER), r"^2026030412-\d{6}$")
        with freeze_time("2026-03-04 05:00:00"):
            self.assertRegex(sequences.next_by_code(CUSTOMER), r"^2026030413-\d{6}$")
        rule.active = False
        self.assertFalse(sequences.next_by_code(CUSTOMER))

    def test_whoever_changes_teams_gets_documents_there(self):
        user = self.sales_sjz1
        self._get_team(user)
        team = self.env["crm.team"].create(
            {"name": "石家庄", "sequence": -5, "company_id": self.env.company.id}
        )
        member = self.env["crm.team.member"].create(
            {"crm_team_id": team.id, "user_id": user.id}
        )
        self.assertEqual(self._get_team(user), team)
        other = self.env["crm.team"].create({"name": "保定", "sequence": -9})
        self.env["crm.team.member"].create(
            {"crm_team_id": other.id, "user_id": self.sales_bd1.id}
        )
        self.assertEqual(self._get_team(self.sales_bd1), other)
        self.assertEqual(self._get_team(user), team)
        self.assertEqual(
            self.env["crm.team"]
            .with_user(user)
            .with_context(default_team_id=team.id)
            ._get_default_team_id(domain=[("id", "=", team.id)]),
            team,
        )
        member.unlink()
        team.active = False
        self.assertNotEqual(self._get_team(user), team)

    def test_the_first_analytic_distribution_is_found(self):
        models = self.env["account.analytic.distribution.model"]
        models.search([]).unlink()
        vals = {"partner_id": self.customer_sjz1.id}
        self.assertFalse(models._get_distribution(vals))
        with self.assertQueryCount(0):
            models._get_distribution(vals)
        plan = self.env["account.analytic.plan"].create({"name": "项目"})
        account = self.env["account.analytic.account"].create(
            {"name": "A", "plan_id": plan.id, "company_id": False}
        )
        model = models.create(
            {
                "partner_id": self.customer_sjz1.id,
                "analytic_distribution": {str(account.id): 100},
                "company_id": False,
            }
        )
        self.assertEqual(models._get_distribution(vals), {str(account.id): 100})
        model.unlink()
        self.assertFalse(models._get_distribution(vals))

    def test_a_number_of_the_day_is_that_of_the_company(self):
        today = fields.Date.to_string(self.env.company._yishang_get_day())
        number = self.env["ir.sequence"].next_by_code(CUSTOMER)
        self.assertIn(today.replace("-", ""), number)

    def test_the_currency_of_a_company_is_not_read_again(self):
        yen, dollar = self.env.ref("base.JPY"), self.env.ref("base.USD")
        (yen | dollar).active = True
        company = self.env["res.company"].create(
            {"name": "东京分公司", "currency_id": yen.id}
        )
        self.assertEqual(company._yishang_get_digits(), yen.decimal_places)
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertEqual(company._yishang_get_currency_id(), yen.id)
            company._yishang_get_digits()
        company.currency_id = dollar
        self.assertEqual(company._yishang_get_currency_id(), dollar.id)
        self.assertEqual(company._yishang_get_digits(), dollar.decimal_places)
        dollar.rounding = 0.001
        self.assertEqual(company._yishang_get_digits(), 3)
