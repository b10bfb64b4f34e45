import io

from odoo import api, fields, models

from ..tools.printing import load_page_printer, read_stylesheet


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    yishang_is_paged = fields.Boolean(
        string="Paged Document",
        help="Printed with running header and footer, page numbers and repeated table"
        " heads by WeasyPrint. Where that is not installed, wkhtmltopdf prints it.",
    )
    yishang_has_printer = fields.Boolean(
        compute="_compute_yishang_has_printer",
        export_string_translation=False,
        help="Whether the document is printed without wkhtmltopdf.",
    )

    @api.depends("yishang_is_paged")
    def _compute_yishang_has_printer(self):
        for report in self:
            report.yishang_has_printer = bool(
                report.yishang_is_paged and load_page_printer()
            )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"yishang_has_printer"}

    def report_action(self, docids, data=None, config=True):
        action = super().report_action(docids, data=data, config=config)
        if self.yishang_is_paged and action.get("type") == self._name:
            action["yishang_has_printer"] = self.yishang_has_printer
        return action

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.yishang_is_paged:
            documents = self.env[report.model].browse(docids or [])
            documents.check_access("read")
            values.update(self.env["crm.yishang.print"]._get_values())
        return values

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        documents = self.env[report.model].browse(res_ids or [])
        if report.yishang_is_paged:
            # Documents kept from an earlier print are looked up as superuser.
            documents.check_access("read")
        if not report.yishang_has_printer:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        streams = {
            document.id: self._yishang_get_kept_stream(report, document)
            for document in documents
        }
        missing = [id_ for id_, kept in streams.items() if not kept["stream"]]
        if missing or not streams:
            printed = self._yishang_print(report, data, missing)
            for id_, content in printed.items():
                stream = streams.setdefault(id_, {"attachment": None})
                stream["stream"] = io.BytesIO(content)
        return streams

    @api.model
    def _yishang_get_kept_stream(self, report, document):
        """Return the stream of a document that was printed before, as the host does.

        :return: ``{"stream": stream or None, "attachment": attachment or None}``
        """
        attachment = None
        if report.attachment and not self.env.context.get("report_pdf_no_attachment"):
            attachment = report.retrieve_attachment(document)
        is_used = attachment and report.attachment_use
        return {
            "stream": io.BytesIO(attachment.raw) if is_used else None,
            "attachment": attachment,
        }

    @api.model
    def _yishang_print(self, report, data, ids):
        """Return the printed documents, rendered at once and paged one by one.

        :return: ``{id of the record or False: bytes of a PDF}``
        """
        html, _type = self._render_qweb_html(report, ids, data=dict(data or {}))
        printer = load_page_printer()
        stylesheet = read_stylesheet("paged")
        return {
            id_: printer.print_page(self.env, page, stylesheet)
            for id_, page in printer.split_articles(html)
        }
