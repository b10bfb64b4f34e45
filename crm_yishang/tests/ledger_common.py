import io
import logging

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tools.pdf import PdfFileReader

from .common import RefusalCase, YishangCommon

LEDGER = "crm_yishang.crm_yishang_customer_ledger"
EXPORT = "base.group_allow_export"


class LedgerCommon(RefusalCase, YishangCommon):
    """Customers with documents, and the means to print and read ledgers."""

    @classmethod
    @freeze_time("2026-03-02 20:00:00")
    def setUpClass(cls):
        super().setUpClass()
        # PyPDF2 and fontTools tell more than a test wants to hear.
        logging.getLogger("PyPDF2").setLevel(logging.ERROR)
        cls.customer = cls.customer_sjz1
        cls.contact = cls.contacts.filtered(lambda one: one.parent_id == cls.customer)
        cls.orders = cls._create_orders(cls.customer, 2)
        cls.orders[0].action_confirm()
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "=1+1 增购",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.sales_sjz1.id,
                "expected_revenue": 500,
            }
        )
        cls.exporter = cls.director
        cls.exporter.lang = "en_US"
        cls.exporter.group_ids += cls.env.ref(EXPORT)
        cls.env.flush_all()

    @classmethod
    def _create_orders(cls, customer, count):
        product = cls.env["product.product"].create({"name": "离心泵"})
        line = {"product_id": product.id, "price_unit": 1234.5, "tax_ids": False}
        return cls.env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "user_id": customer.user_id.id,
                    "order_line": [Command.create(line)],
                }
                for _ in range(count)
            ]
        )

    def _get_reports(self, user):
        """Return the reports of a user, as outside of tests."""
        reports = self.env["ir.actions.report"].with_user(user)
        return reports.with_context(force_report_rendering=True)

    def _print(self, user, customers, report=LEDGER):
        """Return the bytes of the PDF ``user`` gets."""
        content, kind = self._get_reports(user)._render_qweb_pdf(report, customers.ids)
        self.assertEqual(kind, "pdf")
        return content

    def _read_pages(self, content):
        """Return the texts of the pages of a PDF, without spaces."""
        pages = PdfFileReader(io.BytesIO(content)).pages
        return ["".join(page.extract_text().split()) for page in pages]

    def _get_ledger(self, user, customer):
        (ledger,) = (
            self.env["crm.yishang.customer.ledger"]
            .with_user(user)
            .get_data(customer.ids)
        )
        return ledger

    def _get_table(self, user, customer, key):
        tables = self._get_ledger(user, customer)["tables"]
        return {table["key"]: table for table in tables}[key]
