from odoo.http import request, route

from odoo.addons.web.controllers.report import ReportController

from ..tools.export_act import ExportAct


class YishangReportDownload(ReportController):
    """One document is work; several at once are taken out of the system."""

    def _yishang_is_read_only(self, rule, args):
        """Return whether nothing is written: several documents are in the ledger."""
        return "," not in (args.get("docids") or "")

    @route(readonly=_yishang_is_read_only)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        act = self._get_act(reportname, docids)
        guard = request.env["crm.yishang.export.guard"]
        if act:
            guard._check(act)
            guard._log(act)
        return super().report_routes(reportname, docids, converter, **data)

    def _get_act(self, reportname, docids):
        """Return what is printed, or None if it is a single document."""
        report = request.env["ir.actions.report"]._get_report(reportname)
        if report.model not in request.env or not docids:
            return None
        ids = sorted({int(id_) for id_ in docids.split(",") if id_.isdigit()})
        records = request.env[report.model].browse(ids)
        if not request.env["crm.yishang.export.guard"]._is_many(records):
            return None
        domain = [("id", "in", ids)]
        return ExportAct("pdf", report.model, domain, row_count=len(ids))
