from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.crm_yishang_customer_ledger import SHOWN_ROWS
from .ledger_common import EXPORT, LedgerCommon


@tagged("post_install", "-at_install")
class TestLedger(LedgerCommon):
    """The data of the customer ledger."""

    def test_it_says_what_the_form_says(self):
        ledger = self._get_ledger(self.sales_sjz1, self.customer)
        self.assertEqual(ledger["name"], "甲石家庄")
        figures = {cell["key"]: cell["value"] for cell in ledger["tiles"]}
        self.assertEqual(figures["yishang_amount_ordered"], 1234.5)
        self.assertEqual(figures["yishang_amount_quoted"], 1234.5)
        self.assertEqual(figures["yishang_amount_expected"], 500)
        # The order is of 20:00 UTC, the next day in Shanghai.
        self.assertEqual(figures["yishang_date_last_order"], date(2026, 3, 3))
        facts = {cell["key"]: cell["value"] for cell in ledger["facts"]}
        self.assertEqual(facts["user_id"], "sales_sjz1")
        self.assertIn("测试长安区", facts["yishang_region_id"])

    def test_tables_are_those_the_documents_declare(self):
        ledger = self._get_ledger(self.sales_sjz1, self.customer)
        self.assertEqual(
            [table["key"] for table in ledger["tables"]],
            [
                "contacts",
                "collaborators",
                "visits",
                "opportunities",
                "quotations",
                "orders",
                "instalments",
                "receipts",
                "contracts",
                "cases",
                "meetings",
                "campaigns",
                "answers",
                "mailings",
                "revision",
                "ownership",
                "lifecycle",
                "value",
                "risks",
            ],
        )
        table = self._get_table(self.sales_sjz1, self.customer, "orders")
        keys = [column["key"] for column in table["columns"]]
        (row,) = table["rows"]
        cells = dict(zip(keys, row["cells"], strict=True))
        self.assertEqual(cells["name"], self.orders[0].name)
        self.assertEqual(cells["date_order"], date(2026, 3, 3))
        self.assertEqual(cells["amount_total"], 1234.5)
        self.assertEqual(row["currency_id"], self.orders.currency_id.id)
        self.assertEqual(table["total"]["value"], 1234.5)

    def test_the_newest_rows_are_shown_and_all_are_counted(self):
        orders = self._create_orders(self.customer, SHOWN_ROWS + 3)
        table = self._get_table(self.sales_sjz1, self.customer, "quotations")
        self.assertEqual(table["count"], SHOWN_ROWS + 4)
        names = [row["cells"][0] for row in table["rows"]]
        newest = orders.sorted("id", reverse=True)[:SHOWN_ROWS]
        self.assertEqual(names, newest.mapped("name"))
        self.assertEqual(table["total"]["value"], 1234.5 * (SHOWN_ROWS + 4))

    def test_lost_opportunities_stand_in_it(self):
        self.lead.action_set_lost()
        table = self._get_table(self.sales_sjz1, self.customer, "opportunities")
        self.assertEqual(table["count"], 1)
        self.assertEqual(table["total"]["value"], 0)

    def test_tables_follow_the_rights_of_the_user(self):
        ledger = self._get_ledger(self.service_manager, self.customer)
        keys = [table["key"] for table in ledger["tables"]]
        self.assertIn("contacts", keys)
        if (
            not self.env["sale.order"]
            .with_user(self.service_manager)
            .has_access("read")
        ):
            self.assertNotIn("orders", keys)
            figures = [cell["key"] for cell in ledger["tiles"]]
            self.assertNotIn("yishang_amount_ordered", figures)

    def test_hidden_customers_are_refused(self):
        ledgers = self.env["crm.yishang.customer.ledger"]
        for user in (self.sales_sjz2, self.host_user, self.manager_south):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                ledgers.with_user(user).get_data(self.customer.ids)
            with self.assertRaises(AccessError):
                # Superuser mode, as mail templates print, opens nothing.
                ledgers.with_user(user).sudo().get_data(self.customer.ids)

    def test_portal_users_are_refused(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "test_portal",
                "partner_id": self.contact.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self._get_ledger(portal, self.customer)

    def test_only_customers_have_a_ledger(self):
        with self.assertRefused(UserError, self.contact.name):
            self._get_ledger(self.sales_sjz1, self.contact)

    def test_several_at_once_need_the_right_to_export(self):
        customers = self.customer_sjz1 + self.customer_sjz2
        ledgers = self.env["crm.yishang.customer.ledger"].with_user(self.leader_sjz)
        with self.assertRefused(AccessError, "right to export"):
            ledgers.get_data(customers.ids)
        self.leader_sjz.group_ids += self.env.ref(EXPORT)
        self.assertEqual(
            [ledger["id"] for ledger in ledgers.get_data(customers.ids)],
            customers.ids,
        )

    def _count_statements(self, customers):
        ledgers = self.env["crm.yishang.customer.ledger"].with_user(self.exporter)
        for _ in range(2):  # the first time fills the caches of rights
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ledgers.get_data(customers.ids)
        return self.env.cr.sql_log_count - before

    def test_statements_do_not_grow_with_rows_or_customers(self):
        few = self._count_statements(self.customer)
        self._create_orders(self.customer, 30)
        self._create_orders(self.customer_sjz2, 5)
        self.env["res.partner"].create(
            [
                {"name": f"联系人{number}", "parent_id": self.customer.id}
                for number in range(30)
            ]
        )
        self.assertLessEqual(self._count_statements(self.customer), few)
        # Two customers differ from one in region and owner, not in documents.
        many = self._count_statements(self.owned)
        self.assertLessEqual(many, few + 5)
