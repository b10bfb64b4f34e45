from odoo.http import request, route

from odoo.addons.account.controllers.download_docs import (
    AccountDocumentDownloadController,
)

from ..tools.export_act import ExportAct


class YishangAccountDownload(AccountDocumentDownloadController):
    """Invoices by the archive are an export, as several printed ones are."""

    @route()
    def download_invoice_attachments(self, attachments):
        invoices = request.env["account.move"].browse(
            set(attachments.filtered("res_id").mapped("res_id"))
        )
        return self._yishang_hand_out(
            invoices, super().download_invoice_attachments, attachments
        )

    @route()
    def download_invoice_documents_filetype(
        self, invoices, filetype, allow_fallback=True
    ):
        download = super().download_invoice_documents_filetype
        return self._yishang_hand_out(
            invoices, download, invoices, filetype, allow_fallback
        )

    @route()
    def download_move_attachments(self, moves):
        return self._yishang_hand_out(moves, super().download_move_attachments, moves)

    def _yishang_hand_out(self, invoices, download, *args):
        """Return what ``download`` hands out, after the checks of an export."""
        guard = request.env["crm.yishang.export.guard"]
        if not guard._is_many(invoices):
            return download(*args)
        domain = [("id", "in", invoices.ids)]
        act = ExportAct("pdf", "account.move", domain, row_count=len(invoices))
        guard._check(act)
        response = download(*args)
        guard._log(act)
        return response
