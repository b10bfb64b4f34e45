import json

from odoo.http import request, route

from odoo.addons.web.controllers.export import (
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)

from .excel_marks import ExcelMarks


class YishangExcelExport(ExcelExport):
    """List exports carry user, time and filter, and are in the export ledger."""

    @route()
    def web_export_xlsx(self, data):
        guard = request.env["crm.yishang.export.guard"]
        guard._remember_export(json.loads(data))
        return super().web_export_xlsx(data)

    def from_data(self, fields, columns_headers, rows):
        make_writer = self._mark(ExportXlsxWriter)
        with make_writer(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for position, value in enumerate(row):
                    writer.write_cell(number, position, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        make_writer = self._mark(GroupExportXlsxWriter)
        with make_writer(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def _mark(self, writer):
        """Return the host's writer with the marks of this export."""
        marks = request.env["crm.yishang.export.guard"]._get_marks()
        return type(writer.__name__, (ExcelMarks, writer), {"marks": marks})
