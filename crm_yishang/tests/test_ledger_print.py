import base64
import sys
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import printing
from .ledger_common import LEDGER, LedgerCommon

HOST = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestLedgerPrint(LedgerCommon):
    """The customer ledger on paper, and the engine below it."""

    def test_a_customer_is_printed_in_chinese(self):
        content = self._print(self.sales_sjz1, self.customer)
        pages = self._read_pages(content)
        page = "".join(pages)
        self.assertTrue(content.startswith(b"%PDF"))
        for text in (
            "甲石家庄",
            "甲石家庄联系人",
            "1,234.50",
            f"Page1of{len(pages)}",
            "sales_sjz1",
        ):
            with self.subTest(text=text):
                self.assertIn(text, page)

    def test_heads_of_tables_are_repeated_and_pages_counted(self):
        self._create_orders(self.customer, 50)
        first, second, *_rest = pages = self._read_pages(
            self._print(self.sales_sjz1, self.customer)
        )
        total = len(pages)
        self.assertIn(f"Page1of{total}", first)
        self.assertIn(f"Page2of{total}", second)
        for page in (first, second):
            self.assertIn("OrderReference", page)
            self.assertIn("Printedbysales_sjz1", page)
        self.assertIn("甲石家庄", second)

    def test_more_rows_than_fit_are_announced(self):
        self._create_orders(self.customer, 60)
        text = "".join(self._read_pages(self._print(self.sales_sjz1, self.customer)))
        self.assertIn("Thenewest50areshown;11morearein", text)

    def test_several_customers_are_documents_of_their_own(self):
        customers = self.customer_sjz1 + self.customer_gz1
        reports = self._get_reports(self.exporter)
        streams = reports._render_qweb_pdf_prepare_streams(LEDGER, {}, customers.ids)
        self.assertEqual(list(streams), customers.ids)
        for customer in customers:
            pages = self._read_pages(streams[customer.id]["stream"].getvalue())
            for page in pages:
                self.assertIn(f"CustomerLedger·{customer.name}", page)
            self.assertIn(f"Page1of{len(pages)}", pages[0])
        pages = self._read_pages(self._print(self.exporter, customers))
        self.assertEqual(sum("Page1of" in page for page in pages), 2)

    def test_several_customers_need_the_right_to_export(self):
        customers = self.customer_sjz1 + self.customer_sjz2
        for road in ("_render_qweb_pdf", "_render_qweb_html"):
            with self.subTest(road=road), self.assertRaises(AccessError):
                reports = self._get_reports(self.leader_sjz)
                getattr(reports, road)(LEDGER, customers.ids)

    def test_hidden_customers_are_refused(self):
        for road in ("_render_qweb_pdf", "_render_qweb_html", "_render_qweb_text"):
            with self.subTest(road=road), self.assertRaises(AccessError):
                reports = self._get_reports(self.sales_sjz2)
                getattr(reports, road)(LEDGER, self.customer.ids)

    def test_kept_documents_of_hidden_customers_are_refused(self):
        report = self.env.ref("crm_yishang.crm_yishang_customer_ledger_report")
        report.write({"attachment": "'%s.pdf' % object.id", "attachment_use": True})
        content = self._print(self.sales_sjz1, self.customer)
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertIn(f"{self.customer.id}.pdf", attachments.mapped("name"))
        self.customer.phone = "0311-11112222"
        self.assertEqual(self._print(self.sales_sjz1, self.customer), content)
        with self.assertRaises(AccessError):
            self._print(self.sales_sjz2, self.customer)

    def test_the_client_learns_that_wkhtmltopdf_is_not_needed(self):
        report = self.env.ref("crm_yishang.crm_yishang_customer_ledger_report")
        action = report.with_user(self.sales_sjz1).report_action(self.customer.ids)
        self.assertTrue(action["yishang_has_printer"])
        loaded = report._get_action_dict()
        self.assertTrue(loaded["yishang_has_printer"])
        host = self.env.ref("sale.action_report_saleorder")
        self.assertFalse(host.yishang_has_printer)

    @mute_logger("odoo.addons.crm_yishang.tools.printing")
    def test_without_weasyprint_the_host_prints(self):
        name = "odoo.addons.crm_yishang.tools.page_printer"
        printing.load_page_printer.cache_clear()
        self.addCleanup(printing.load_page_printer.cache_clear)
        reports = self._get_reports(self.sales_sjz1)
        tools = sys.modules["odoo.addons.crm_yishang.tools"]
        with (
            patch.dict(sys.modules, {name: None}),
            patch.object(tools, "page_printer", create=True),
            patch(f"{HOST}._run_wkhtmltopdf", return_value=b"%PDF host") as run,
            patch(f"{HOST}.get_wkhtmltopdf_state", return_value="ok"),
        ):
            del tools.page_printer
            self.env.invalidate_all()
            content = reports._render_qweb_pdf(LEDGER, self.customer.ids)[0]
            self.assertEqual(content, b"%PDF host")
            with self.assertRaises(AccessError):
                self._print(self.sales_sjz2, self.customer)
            report = self.env.ref("crm_yishang.crm_yishang_customer_ledger_report")
            self.assertFalse(report.yishang_has_printer)
        ((bodies,), options) = run.call_args
        (body,) = bodies
        self.assertIn("甲石家庄联系人", body)
        self.assertIn("sales_sjz1", body)
        self.assertIn("sales_sjz1", str(options["footer"]))

    def test_a_missing_library_is_no_error(self):
        printing.load_page_printer.cache_clear()
        self.addCleanup(printing.load_page_printer.cache_clear)
        with (
            self.assertLogs(printing.__name__, "WARNING") as logs,
            patch("builtins.__import__", side_effect=OSError("no pango")),
        ):
            self.assertIsNone(printing.load_page_printer())
        self.assertIn("no pango", logs.output[0])


@tagged("post_install", "-at_install")
class TestAttachmentFetcher(LedgerCommon):
    """Documents ask nobody for anything."""

    def setUp(self):
        super().setUp()
        self.printer = printing.load_page_printer()

    def _get_fetcher(self, user):
        env = self.env["base"].with_user(user).sudo().env
        return self.printer.AttachmentFetcher(env)

    def test_files_and_network_are_refused(self):
        fetcher = self._get_fetcher(self.director)
        for url in (
            "file:///etc/passwd",
            "http://example.com/x.png",
            "https://example.com/web/image/1",
            "ftp://example.com/x.png",
            "https://document.invalid/web/session/logout",
            "https://document.invalid/web/image/res.partner/1/avatar_128",
            "//example.com/x.png",
        ):
            with self.subTest(url=url), self.assertRaises(ValueError):
                fetcher(url)

    def test_attachments_are_read_as_the_user(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "门头.png",
                "raw": PIXEL,
                "res_model": "res.partner",
                "res_id": self.customer.id,
            }
        )
        url = f"https://document.invalid/web/image/{attachment.id}"
        answer = self._get_fetcher(self.sales_sjz1)(url)
        self.assertEqual(answer.read(), PIXEL)
        self.assertEqual(answer.content_type, "image/png")
        with self.assertRaises(AccessError):
            self._get_fetcher(self.sales_sjz2)(url)

    def test_data_in_the_address_is_shown(self):
        answer = self._get_fetcher(self.director)("data:text/plain,x")
        self.assertEqual(answer.read(), b"x")

    @mute_logger("weasyprint")
    def test_what_is_refused_leaves_the_document_whole(self):
        html = (
            '<p>正文</p><img src="file:///etc/passwd"/>'
            '<img src="http://127.0.0.1:1/x.png"/>'
            '<link rel="attachment" href="file:///etc/passwd"/>'
        )
        content = self.printer.print_page(self.env, html, "@page { size: A4 }")
        self.assertEqual(self._read_pages(content), ["正文"])
        self.assertNotIn(b"EmbeddedFile", content)
