import io
import json

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .export_common import LOG, ExportCommon

NOISY = (
    "odoo.http",
    "odoo.addons.web.controllers.export",
    "odoo.addons.web.controllers.report",
)
LEDGER = "crm_yishang.crm_yishang_customer_ledger"
NEEDED = "needs the right to export"


@tagged("post_install", "-at_install")
class TestExportRoads(ExportCommon):
    """Files leave the server with the right to export, and the ledger knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter.lang = "en_US"
        cls.formula = cls._create_customer("=1+1", cls.exporter, cls.sjz)
        cls.domain = [("yishang_is_customer", "=", True)]
        cls.env.flush_all()

    def _export(self, user, kind, **values):
        self.authenticate(user.login, user.login)
        query = {
            "model": "res.partner",
            "fields": [{"name": "name", "label": "Name", "type": "char"}],
            "ids": False,
            "domain": self.domain,
            "import_compat": False,
            **values,
        }
        return self._get(f"/web/export/{kind}", data=json.dumps(query))

    def _export_pivot(self, user):
        self.authenticate(user.login, user.login)
        table = {
            "model": "res.partner",
            "title": "=2+2 [Contacts]",
            "col_group_headers": [[{"title": "Total", "width": 1, "height": 1}]],
            "measure_headers": [
                {"title": "Count", "width": 1, "height": 1, "is_bold": False}
            ],
            "rows": [
                {"title": "=3+3", "indent": 0, "values": [{"value": 7}]},
                {"title": "Li", "indent": 1, "values": [{"value": "=4+4"}]},
            ],
            "measure_count": 1,
            "domain": [("yishang_type_id", "=", False)],
            "measures": ["__count"],
            "row_groupby": ["yishang_region_id"],
            "col_groupby": [],
        }
        return self._get("/web/pivot/export_xlsx", data=json.dumps(table))

    def _read_book(self, response):
        self.assertEqual(response.status_code, 200)
        return openpyxl.load_workbook(io.BytesIO(response.content))

    @mute_logger(*NOISY)
    def test_a_list_leaves_with_the_right_alone(self):
        for kind in ("xlsx", "csv"):
            with self.subTest(kind=kind):
                response = self._export(self.seller, kind)
                self.assertEqual(response.status_code, 500)
                self.assertNotIn(self.customer_sjz2.name, response.text)
                entry = self._get_entries(self.seller, "list")[:1]
                self.assertTrue(entry.is_refused)
                self.assertEqual(self._export(self.exporter, kind).status_code, 200)
                entry = self._get_entries(self.exporter, "list")[:1]
                self.assertFalse(entry.is_refused)

    def test_an_entry_says_what_was_exported(self):
        self._export(self.exporter, "csv")
        entry = self._get_entries(self.exporter, "list")
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.res_model, "res.partner")
        self.assertEqual(entry.domain, str([["yishang_is_customer", "=", True]]))
        self.assertEqual(entry.filter_text, "CRM Customer = yes")
        self.assertEqual(entry.field_labels, "Name")
        visible = self._get_visible(self.exporter, self.env["res.partner"].search([]))
        customers = visible.filtered("yishang_is_customer")
        self.assertEqual(entry.row_count, len(customers))
        self.assertEqual(entry.ip_address, "127.0.0.1")
        self._export(self.exporter, "csv", ids=self.customer_sjz1.ids)
        entry = self._get_entries(self.exporter, "list")[0]
        self.assertEqual(entry.filter_text, "1 chosen records")
        self.assertEqual(entry.row_count, 1)

    def test_a_workbook_keeps_texts_and_carries_marks_behind_the_data(self):
        grouped = {"groupby": ["yishang_region_id"]}
        for values in ({}, grouped):
            book = self._read_book(self._export(self.exporter, "xlsx", **values))
            cells = [cell for row in book.worksheets[0] for cell in row]
            found = [cell for cell in cells if cell.value == "=1+1"]
            self.assertEqual([cell.data_type for cell in found], ["s"])
            self.assertEqual(book.properties.creator, self.exporter.name)
            self.assertIn(self.exporter.name, book.properties.description)
            marks = [cell.value for row in book.worksheets[1] for cell in row]
            self.assertIn("CRM Customer = yes", marks)
            self.assertEqual(len(book.worksheets), 2)

    def test_the_name_of_a_plain_file_carries_user_and_time(self):
        disposition = self._export(self.exporter, "csv").headers["Content-Disposition"]
        self.assertIn(self.exporter.name, disposition)

    @mute_logger(*NOISY)
    def test_a_pivot_leaves_with_the_right_alone(self):
        response = self._export_pivot(self.seller)
        self.assertIn(response.status_code, (400, 403, 500))
        self.assertTrue(self._get_entries(self.seller, "pivot").is_refused)
        book = self._read_book(self._export_pivot(self.exporter))
        sheet = book.worksheets[0]
        self.assertEqual(sheet.title, "=2+2  Contacts")
        for place, value in (("A3", "=3+3"), ("B4", "=4+4")):
            self.assertEqual(sheet[place].value, value)
            self.assertEqual(sheet[place].data_type, "s")
        self.assertEqual(sheet["B3"].value, 7)
        entry = self._get_entries(self.exporter, "pivot")
        self.assertTrue(entry.is_from_browser)
        self.assertEqual(entry.row_count, 2)
        self.assertEqual(entry.filter_text, "Customer Type = empty")
        self.assertEqual(entry.field_labels, "Region")

    @mute_logger(*NOISY)
    def test_several_documents_at_once_need_the_right_and_one_does_not(self):
        orders = self._create_order(self.customer_sjz2)
        orders += self._create_order(self.customer_sjz2)
        one, both = (
            f"/report/html/sale.report_saleorder/{','.join(map(str, ids))}"
            for ids in (orders[:1].ids, orders.ids)
        )
        self.authenticate(self.seller.login, self.seller.login)
        self.assertEqual(self._get(one).status_code, 200)
        self.assertFalse(self._get_entries(self.seller, "pdf"))
        response = self._get(both)
        self.assertIn(response.status_code, (400, 403, 500))
        self.assertNotIn(orders[0].name, response.text)
        entry = self._get_entries(self.seller, "pdf")
        self.assertTrue(entry.is_refused)
        self.assertEqual(entry.row_count, 2)
        data = json.dumps([both.replace("html", "pdf"), "qweb-pdf"])
        response = self._get("/report/download", data=data)
        self.assertIn(NEEDED, response.text)
        self.seller.group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(self._get(both).status_code, 200)
        self.assertFalse(self._get_entries(self.seller, "pdf")[0].is_refused)

    @mute_logger(*NOISY)
    def test_cards_of_several_contacts_need_the_right(self):
        ids = ",".join(map(str, (self.customer_sjz2 + self.pool_sjz).ids))
        self.authenticate(self.seller.login, self.seller.login)
        response = self._get(f"/web/partner/vcard?partner_ids={ids}")
        self.assertIn(response.status_code, (400, 403, 500))
        self.assertTrue(self._get_entries(self.seller, "card").is_refused)
        url = f"/web/partner/vcard?partner_ids={self.customer_sjz2.id}"
        self.assertEqual(self._get(url).status_code, 200)

    @mute_logger(*NOISY)
    def test_the_workbook_of_the_ledger_is_in_the_ledger(self):
        for user, customer in (
            (self.seller, self.customer_sjz2),
            (self.exporter, self.customer_sjz1),
        ):
            self.authenticate(user.login, user.login)
            method = "action_yishang_export_ledger"
            answer = self._call("res.partner", method, customer.ids)
            if user == self.exporter:
                self.assertEqual(self._get(answer["result"]["url"]).status_code, 200)
            entry = self._get_entries(user, "xlsx")
            self.assertEqual(entry.is_refused, user == self.seller)
            self.assertEqual(entry.row_count, 1)

    @mute_logger(*NOISY)
    def test_screens_as_json_need_the_right(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("web.json.enabled", "True")
        url = "/json/1/my-customers?view_type=list&limit=100&offset=0&domain=[]"
        for user in (self.seller, self.exporter):
            headers = {"Authorization": f"Bearer {self._get_key(user)}"}
            response = self.url_open(url, headers=headers)
            self.assertEqual(response.status_code == 200, user == self.exporter)
            entry = self._get_entries(user, "json")
            self.assertEqual(entry.is_refused, user == self.seller)
        self.assertEqual(entry.row_count, len(response.json()["records"]))

    def test_leaders_read_the_ledger_of_their_people_and_nobody_changes_it(self):
        self._export(self.exporter, "csv")
        entry = self._get_entries(self.exporter, "list")
        for user, is_seen in (
            (self.leader_sjz, True),
            (self.manager_north, True),
            (self.director, True),
            (self.exporter, True),
            (self.seller, False),
            (self.leader_bd, False),
        ):
            with self.subTest(user=user.login):
                found = self.env[LOG].with_user(user).search([("id", "=", entry.id)])
                self.assertEqual(bool(found), is_seen)
        with self.assertRaises(AccessError):
            self.env[LOG].with_user(self.director).create({"road": "list"})
        for change in (entry.unlink, lambda: entry.write({"row_count": 0})):
            with self.assertRaises(UserError):
                change()
        self.assertTrue(entry.row_count)

    def test_nothing_more_is_refused_before_visibility_is_in_force(self):
        self.env.company.yishang_visibility_in_force = False
        response = self._export_pivot(self.seller)
        self.assertEqual(response.status_code, 200)
