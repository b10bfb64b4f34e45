from base64 import b64decode
from datetime import date
from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .receipt_common import ReceiptCommon

NOW = "2026-03-31 04:00:00"
REPORT = "crm.yishang.receivable.report"
AGING = ("amount_not_due", "amount_30", "amount_60", "amount_90", "amount_old")


@tagged("post_install", "-at_install")
class TestReceivable(ReceiptCommon):
    """What is receivable, how late it is, and the statement of account."""

    @classmethod
    @freeze_time("2026-01-10 04:00:00")
    def setUpClass(cls):
        super().setUpClass()
        cls.order.yishang_instalment_ids = [
            Command.clear(),
            *(
                Command.create({"date_due": day, "amount": amount})
                for day, amount in (
                    ("2025-12-30", 100),  # 91 days late
                    ("2025-12-31", 150),  # 90
                    ("2026-01-29", 200),  # 61
                    ("2026-03-01", 250),  # 30
                    ("2026-03-31", 300),  # today
                )
            ),
        ]
        cls.foreign = cls._sell(700, cls.customer_gz1)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time(NOW))

    def _sum_up(self, user, domain=(), *names):
        report = self.env[REPORT].with_user(user)
        mine = [("order_id", "in", (self.order | self.other_order | self.foreign).ids)]
        ((*sums, _count),) = report._read_group(
            [*mine, *domain], [], [*(f"{name}:sum" for name in names), "__count"]
        )
        return sums

    def test_aging_to_the_day(self):
        own = [("order_id", "=", self.order.id)]
        self.assertEqual(
            self._sum_up(self.sales_sjz1, own, *AGING), [300, 250, 0, 350, 100]
        )
        self._collect((self.order, 120))
        self.assertEqual(
            self._sum_up(self.sales_sjz1, own, *AGING), [300, 250, 0, 330, 0]
        )
        self.assertEqual(
            self._sum_up(
                self.sales_sjz1,
                own,
                "amount_ordered",
                "amount_received",
                "amount_owed",
                "amount_overdue",
                "amount_unplanned",
            ),
            [1000, 120, 880, 580, 0],
        )

    def test_everybody_sums_up_what_they_may_see(self):
        for user, owed in (
            (self.sales_sjz1, 1500),
            (self.sales_sjz2, False),
            (self.leader_sjz, 1500),
            (self.manager_south, 700),
            (self.director, 2200),
            (self.cashier, 2200),
        ):
            with self.subTest(user=user.login):
                (found,) = self._sum_up(user, (), "amount_owed")
                self.assertEqual(found, owed)
                orders = self.env["sale.order"].with_user(user)
                ((expected,),) = orders._read_group(
                    [("id", "in", (self.order | self.other_order | self.foreign).ids)],
                    [],
                    ["yishang_amount_owed:sum"],
                )
                self.assertEqual(found, expected)

    def test_overpaid_and_unplanned_are_shown(self):
        self._collect((self.other_order, 500))
        self.other_order.order_line.price_unit = 400
        own = [("order_id", "=", self.other_order.id)]
        names = ("amount_owed", "amount_overdue", "amount_unplanned")
        self.assertEqual(self._sum_up(self.sales_sjz1, own, *names), [-100, 0, -100])
        self.order.order_line.price_unit = 1200
        own = [("order_id", "=", self.order.id)]
        self.assertEqual(self._sum_up(self.sales_sjz1, own, *names), [1200, 700, 200])

    def test_amounts_are_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create(
            {
                "name": "XTC",
                "symbol": "X",
                "rounding": 0.01,
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "外币", "currency_id": currency.id}
        )
        order = self._sell(1000, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, currency)
        self.assertEqual(order.yishang_instalment_ids.currency_id, currency)
        report = self.env[REPORT].with_user(self.sales_sjz1)
        rows = report.search([("order_id", "=", order.id)])
        self.assertEqual(sorted(rows.mapped("amount_owed")), [0, 250])
        self.assertEqual(sum(rows.mapped("amount_not_due")), 250)
        data = self._state(self.customer)
        self.assertEqual(
            [(part["currency"], part["closing"]) for part in data["sections"]],
            [(self.env.company.currency_id.name, 1500), ("XTC", 1000)],
        )

    def test_another_company_sees_its_own(self):
        company = self.env["res.company"].create({"name": "另一家公司"})
        self.sales_sjz1.company_ids |= company
        report = self.env[REPORT].with_user(self.sales_sjz1)
        other = report.with_context(allowed_company_ids=company.ids)
        self.assertFalse(other.search([("order_id", "=", self.order.id)]))
        statement = self._state(self.customer, allowed_company_ids=company.ids)
        self.assertEqual(statement["sections"], [])

    def test_figures_and_ledger_of_the_customer(self):
        customer = self.customer.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_amount_receivable, 1500)
        self.assertEqual(customer.yishang_amount_overdue, 1200)
        self.assertEqual(len(customer.yishang_instalment_ids), 6)
        ledger = self.env["crm.yishang.customer.ledger"].with_user(self.sales_sjz1)
        (data,) = ledger.get_data(customer.ids)
        (table,) = [part for part in data["tables"] if part["key"] == "instalments"]
        self.assertEqual(table["count"], 6)

    def _state(self, customer, first="2026-01-01", last="2026-03-31", **context):
        statements = self.env["crm.yishang.statement"].with_user(self.sales_sjz1)
        return statements.with_context(**context)._get_data(
            customer.with_user(self.sales_sjz1).with_context(**context),
            date.fromisoformat(first),
            date.fromisoformat(last),
        )

    def test_statement_in_literal_figures(self):
        receipt = self._collect((self.order, 400), amount=450)
        invoice = self._invoice(self.other_order)
        self._pay_in_accounting(invoice, 200)
        refund = self._collect((self.order, 50), kind="refund")
        (section,) = self._state(self.customer)["sections"]
        self.assertEqual(section["opening"], 0)
        self.assertEqual(
            [
                (str(row["date"]), row["name"], row["debit"], row["credit"])
                for row in section["rows"][:2]
            ],
            [
                ("2026-01-10", self.order.name, 1000, 0),
                ("2026-01-10", self.other_order.name, 500, 0),
            ],
        )
        moves = {row["name"]: row for row in section["rows"][2:]}
        self.assertEqual(moves[receipt.name]["credit"], 450)
        self.assertEqual(moves[refund.name]["debit"], 50)
        (paid,) = [
            row
            for name, row in moves.items()
            if name not in (receipt.name, refund.name)
        ]
        self.assertEqual((paid["credit"], str(paid["date"])), (200, "2026-03-05"))
        self.assertEqual((section["debit"], section["credit"]), (1550, 650))
        self.assertEqual(section["closing"], 900)
        self.assertEqual(section["rows"][-1]["balance"], 900)
        self.assertEqual((section["owed"], section["advance"]), (950, 50))
        self.assertEqual(sum(cell["value"] for cell in section["aging"]), 950)
        (later,) = self._state(self.customer, "2026-02-01", "2026-02-28")["sections"]
        self.assertEqual(
            (later["opening"], later["rows"], later["closing"]), (1500, [], 1500)
        )

    def test_nobody_states_the_account_of_a_hidden_customer(self):
        statements = self.env["crm.yishang.statement"].with_user(self.sales_gz1)
        with self.assertRaises(AccessError):
            statements._get_data(
                self.customer.with_user(self.sales_gz1),
                date(2026, 1, 1),
                date(2026, 3, 31),
            )

    def test_statement_is_printed_written_and_mailed(self):
        wizards = self.env["crm.yishang.statement.print"]
        own = wizards.with_user(self.sales_sjz1).create(
            {"partner_id": self.customer.id}
        )
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.sales_sjz1)
            ._render_qweb_html(
                "crm_yishang.crm_yishang_statement_print_report", own.ids
            )
        )
        for words in ("Closing Balance", "1,500.00", self.order.name, "topage"):
            self.assertIn(words, html.decode())
        with self.assertRefused(AccessError, "right to export"):
            own.action_xlsx()
        self.sales_sjz1.group_ids += self.env.ref("base.group_allow_export")
        book = load_workbook(BytesIO(b64decode(own.file)))
        cells = [cell.value for row in book.worksheets[0].rows for cell in row]
        self.assertIn(1500, cells)
        self.assertIn(self.order.name, cells)
        action = own.with_context(force_report_rendering=True).action_send()
        self.assertEqual(action["context"]["default_partner_ids"], self.customer.ids)
        self.assertTrue(action["context"]["default_attachment_ids"])

    def test_export_of_receivables_needs_the_right(self):
        exports = self.env["crm.yishang.receivable.export"].with_user(self.leader_sjz)
        export = exports.create({"group": "user_id"})
        with self.assertRefused(AccessError, "right to export"):
            export.action_xlsx()
        self.leader_sjz.group_ids += self.env.ref("base.group_allow_export")
        self.assertIn("xlsx", export.action_xlsx()["url"])
        data = export._get_data()
        (row,) = [row for row in data["rows"] if row["id"] == self.sales_sjz1.id]
        self.assertEqual(row["cells"][2], 1500)
        self.assertEqual(data["total"][2], sum(one["cells"][2] for one in data["rows"]))
