import io
import logging
from unittest.mock import patch

from openpyxl import load_workbook
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.report import EXPORT_PAGE, PAPER_ROWS
from .common import YishangCommon

REPORT = "crm_yishang.crm_yishang_report_export_report"
CODE = "customer-types"
HEAD_ROW = 5


@tagged("post_install", "-at_install")
class TestReportExport(YishangCommon):
    """Reports on paper and as workbooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exports = cls.env["crm.yishang.report.export"]
        cls.user = cls.leader_sjz
        cls.user.group_ids += cls.env.ref("base.group_allow_export")
        # It tells more than a test wants to hear.
        logging.getLogger("PyPDF2").setLevel(logging.ERROR)

    def _start(self, kind="xlsx", code=CODE, user=None, **filters):
        user = user or self.user
        action = self.exports.with_user(user).start(kind, code, filters)
        export = self.exports.search([], order="id DESC", limit=1)
        return action, export.with_user(user)

    def _read(self, export):
        book = load_workbook(io.BytesIO(export._write_xlsx()), read_only=True)
        return list(book.worksheets[0].iter_rows(values_only=True))

    def _make_rows(self, count):
        """Have the report as many rows; return what is asked of it."""
        asked = []

        def get_rows(_source, _criteria, limit=None, offset=0):
            asked.append(limit)
            stop = min(count, offset + limit) if limit else count
            return [
                {
                    "key": number,
                    "customer_type": f"类型{number}",
                    "number": number,
                    "share": 0.5,
                }
                for number in range(offset, stop)
            ]

        source = type(self.env["crm.yishang.report.customer.types"])
        self.startPatcher(patch.object(source, "_get_rows", get_rows))
        self.startPatcher(patch.object(source, "_count_rows", lambda *_args: count))
        return asked

    def test_the_workbook_says_what_the_screen_says(self):
        for code in ("customer-regions", "customer-people"):
            center = self.env["crm.yishang.report.center"].with_user(self.user)
            report = center.get_report(code, {"region": self.hebei.ids})
            action, export = self._start(code=code, region=self.hebei.ids)
            self.assertIn(f"/{export.id}/file/", action["url"])
            title, subject, _imprint, _empty, head, *rows = self._read(export)
            self.assertIn(export._get_data("xlsx")["title"], title[0])
            self.assertIn(self.hebei.display_name, subject[0])
            labels = [column["label"] for column in report["columns"]]
            self.assertEqual(list(head), labels)
            numbers = [
                row["cells"][labels.index("Customers")] for row in report["rows"]
            ]
            place = labels.index("Customers")
            self.assertEqual([row[place] for row in rows[:-1]], numbers)
            self.assertTrue(all(type(number) is int for number in numbers))
            self.assertEqual(rows[-1][place], report["total"][place])
            self.assertEqual(rows[-1][0], "Total")

    def test_a_hundred_thousand_rows_are_read_page_by_page(self):
        asked = self._make_rows(100_000)
        _action, export = self._start()
        rows = self._read(export)
        self.assertEqual(len(rows), HEAD_ROW + 100_000 + 1)
        self.assertEqual(rows[HEAD_ROW + 99_998][1], 99_998)
        self.assertLessEqual(max(limit or 0 for limit in asked[1:-1]), EXPORT_PAGE)

    def test_paper_has_its_head_on_every_page(self):
        self._make_rows(90)
        action, export = self._start("pdf")
        self.assertEqual(action["type"], "ir.actions.report")
        reports = self.env["ir.actions.report"].with_user(self.user)
        reports = reports.with_context(force_report_rendering=True)
        pages = PdfReader(
            io.BytesIO(reports._render_qweb_pdf(REPORT, export.ids)[0])
        ).pages
        self.assertGreater(len(pages), 1)
        texts = ["".join(page.extract_text().split()) for page in pages]
        for text in texts:
            self.assertIn("CustomerType", text)
        whole = "".join(texts)
        for number in range(90):
            self.assertIn(f"类型{number}", whole)

    def test_paper_takes_no_endless_report(self):
        self._make_rows(PAPER_ROWS + 1)
        with self.assertRaisesRegex(UserError, "Excel"):
            self._start("pdf")

    def test_nobody_exports_without_the_right(self):
        with self.assertRaises(AccessError):
            self._start(user=self.sales_sjz1)
        _action, export = self._start()
        self.user.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            export._write_xlsx()

    def test_nobody_downloads_what_somebody_else_chose(self):
        _action, export = self._start()
        self.sales_sjz1.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            export.with_user(self.sales_sjz1).read(["file"])
