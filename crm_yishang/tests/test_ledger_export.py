import io
from datetime import datetime

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .ledger_common import EXPORT, LEDGER, LedgerCommon


@tagged("post_install", "-at_install")
class TestLedgerExport(LedgerCommon, HttpCase):
    """The customer ledger as a workbook, and both over HTTP."""

    def _export(self, user, customers):
        """Return the workbook ``user`` downloads."""
        action = customers.with_user(user).action_yishang_export_ledger()
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        response = self.url_open(action["url"])
        self.assertEqual(response.status_code, 200)
        return openpyxl.load_workbook(io.BytesIO(response.content))

    def test_numbers_are_numbers_and_dates_are_dates(self):
        book = self._export(self.exporter, self.customer)
        page = book["Sales Orders"]
        self.assertEqual(page.freeze_panes, "B6")
        self.assertIn("Customer Ledger", page["A1"].value)
        self.assertIn("甲石家庄", page["A2"].value)
        self.assertIn("director", page["A3"].value)
        head, order, total = page.iter_rows(min_row=5)
        labels = [cell.value for cell in head]
        amount = order[labels.index("Total")]
        self.assertEqual((amount.value, amount.data_type), (1234.5, "n"))
        self.assertIn("0.00", amount.number_format)
        day = order[labels.index("Order Date")]
        self.assertEqual(day.value, datetime(2026, 3, 3))
        self.assertEqual(day.number_format, "yyyy-mm-dd")
        self.assertEqual(total[-1].value, 1234.5)

    def test_a_name_is_never_a_formula(self):
        book = self._export(self.exporter, self.customer)
        cell = book["Opportunities"]["A6"]
        self.assertEqual((cell.value, cell.data_type), ("=1+1 增购", "s"))
        formulas = [
            cell.coordinate
            for page in book
            for row in page.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        self.assertEqual(formulas, [])

    def test_rows_of_several_customers_name_theirs(self):
        customers = self.customer_sjz1 + self.customer_gz1
        book = self._export(self.exporter, customers)
        rows = list(book["Contacts"].iter_rows(min_row=6, values_only=True))
        self.assertCountEqual([row[1] for row in rows], customers.mapped("name"))
        self.assertCountEqual(
            [row[0] for row in rows], customers.mapped("yishang_code")
        )
        self.assertEqual(book["Overview"].max_row, 7)

    def test_exporting_needs_the_right(self):
        exports = self.env["crm.yishang.customer.ledger.export"]
        before = exports.search_count([])
        with self.assertRefused(AccessError, "right to export"):
            self.customer.with_user(self.sales_sjz1).action_yishang_export_ledger()
        for method, arguments in (
            ("create", [{"customer_ids": self.customer.ids}]),
            ("search_read", []),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(exports.with_user(self.sales_sjz1), method)(*arguments)
        self.assertEqual(exports.search_count([]), before)

    def test_hidden_customers_are_refused(self):
        self.sales_sjz2.group_ids += self.env.ref(EXPORT)
        exports = self.env["crm.yishang.customer.ledger.export"]
        before = exports.search_count([])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.sales_sjz2).action_yishang_export_ledger()
        with self.assertRaises(AccessError):
            exports.with_user(self.sales_sjz2).create(
                {"customer_ids": self.customer.ids}
            )
        self.assertEqual(exports.search_count([]), before)

    def test_a_prepared_export_does_not_outlive_the_right(self):
        user = self.leader_sjz
        user.group_ids += self.env.ref(EXPORT)
        action = self.customer.with_user(user).action_yishang_export_ledger()
        stranger = self.director
        self.authenticate(stranger.login, stranger.login)
        self.assertNotEqual(self.url_open(action["url"]).status_code, 200)
        user.group_ids -= self.env.ref(EXPORT)
        self.authenticate(user.login, user.login)
        self.assertNotEqual(self.url_open(action["url"]).status_code, 200)

    def test_the_report_controller_asks_the_same_rights(self):
        both = f"{self.customer_sjz1.id},{self.customer_sjz2.id}"
        for user, ids, status in (
            (self.sales_sjz1, str(self.customer.id), 200),
            (self.sales_sjz2, str(self.customer.id), 403),
            (self.leader_sjz, both, 403),
            (self.exporter, both, 200),
        ):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login, ids=ids):
                response = self.url_open(f"/report/pdf/{LEDGER}/{ids}")
                self.assertEqual(response.status_code, status)
