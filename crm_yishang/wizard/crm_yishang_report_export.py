from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.export_act import ExportAct
from ..tools.report import EXPORT_PAGE, PAPER_ROWS
from ..tools.table_writer import Table, TableRow, write_tables

REPORT = "crm_yishang.crm_yishang_report_export_report"
MODEL = "crm.yishang.report.center"


class CrmYishangReportExport(models.TransientModel):
    """A report of the report center as a workbook or on paper."""

    _name = "crm.yishang.report.export"
    _inherit = ["crm.yishang.download.mixin"]
    _description = "Export of a Report"

    _download_fields = ("code", "filters")

    code = fields.Char(required=True, readonly=True)
    filters = fields.Json(readonly=True)

    @api.model
    def start(self, kind, code, filters):
        """Return the client's action that downloads a report.

        :param kind: "xlsx" or "pdf"
        :raise AccessError: without the right to export
        :raise UserError: for more rows than paper takes
        """
        self.env["crm.yishang.export.guard"]._check(ExportAct(kind, MODEL))
        center = self.env[MODEL]
        source = center._get_source(code)
        criteria = center._get_criteria(source, filters or {})
        export = self.create({"code": code, "filters": filters or {}})
        if kind == "pdf":
            self._check_paper(source._count_rows(criteria))
            return self.env.ref(REPORT).report_action(export, config=False)
        return export._get_download_action(export._get_file_name())

    @api.model
    def _check_paper(self, count):
        if count > PAPER_ROWS:
            raise UserError(
                self.env._(
                    "%(count)s rows are more than paper takes (%(most)s). Narrow the "
                    "report, or export it to Excel.",
                    count=count,
                    most=PAPER_ROWS,
                )
            )

    def _get_filters(self):
        # An empty value of JSON is none.
        return self.filters or {}

    def _get_file_name(self):
        center = self.env[MODEL]
        source = center._get_source(self.code)
        criteria = center._get_criteria(source, self._get_filters())
        day = criteria.date_from or self.env.company._yishang_get_day()
        return f"{source._get_title()} {day}"

    def _get_data(self, road="pdf"):
        """Return title, subject and ``Table`` of the report, after the check.

        :param road: how it leaves, for the export ledger
        """
        # Documents are printed with superuser rights.
        export = self.sudo(False)
        env = self.env(su=False)
        guard, center = env["crm.yishang.export.guard"], env[MODEL]
        source = center._get_source(export.code)
        filters = export._get_filters()
        criteria = center._get_criteria(source, filters)
        subject = center._get_subject(source, criteria, filters)
        count = source._count_rows(criteria)
        act = ExportAct(road, MODEL, f"{source._get_title()} · {subject}")
        guard._check(act)
        guard._log(act._replace(row_count=count))
        columns = center._get_columns(source, filters)
        before = center._fetch_before(source, criteria, filters)
        total = center._get_total_cells(source, criteria, columns, before)
        rows = export._read_rows(center, source, criteria, columns, before)
        if total and not total[0]:
            total[0] = self.env._("Total")
        return {
            "title": source._get_title(),
            "subject": subject,
            "table": Table(
                source._get_title(),
                [column._asdict() for column in columns],
                rows,
                total and TableRow(total),
            ),
        }

    def _read_rows(self, center, source, criteria, columns, before):
        """Give the rows one by one, never more than a page of them at once."""
        offset = 0
        while True:
            page = source._get_rows(criteria, EXPORT_PAGE, offset)
            for row in page:
                cells = center._get_row(source, columns, row, before)["cells"]
                if depth := row.get("depth"):
                    cells[0] = "\u3000" * depth + str(cells[0])
                yield TableRow(cells)
            if len(page) < EXPORT_PAGE:
                return
            offset += EXPORT_PAGE

    def _write_xlsx(self):
        data = self._get_data("xlsx")
        return write_tables(
            data["title"],
            data["subject"],
            self.env["crm.yishang.print"]._get_imprint(),
            [data["table"]],
        )
