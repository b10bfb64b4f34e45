import json

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnprocessableEntity

from odoo.http import content_disposition, request, route
from odoo.tools import osutil

from odoo.addons.web.controllers.pivot import TableExporter

from ..tools.export_act import ExportAct
from ..tools.export_marks import write_pivot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class YishangPivotExport(TableExporter):
    """The host writes down whatever table the browser sends, and asks nobody."""

    def _yishang_is_read_only(self, rule, args):
        """Return that the export ledger is written."""
        return False

    @route(readonly=_yishang_is_read_only)
    def export_xlsx(self, data, **kw):
        is_file = isinstance(data, FileStorage)
        table = json.load(data) if is_file else json.loads(data)
        if not table:
            raise UnprocessableEntity(request.env._("There is nothing to export."))
        guard = request.env["crm.yishang.export.guard"]
        act = self._get_act(table)
        guard._check(act)
        guard._log(act)
        content = write_pivot(table, guard._get_marks(act))
        name = request.env._(
            "Pivot %(title)s (%(model)s)", title=table["title"], model=act.model
        )
        name = osutil.clean_filename(f"{name}.xlsx")
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers=headers)

    def _get_act(self, table):
        """Return what the browser says it exports, as far as it can be understood."""
        model = table.get("model")
        names = [*table.get("row_groupby", ()), *table.get("col_groupby", ())]
        names += table.get("measures", ())
        return ExportAct(
            "pivot",
            model if model in request.env else "",
            table.get("domain") or (),
            tuple(str(name).split(":")[0] for name in names if name != "__count"),
            len(table["rows"]),
            is_from_browser=True,
        )
