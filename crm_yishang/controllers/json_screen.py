import ast
import json

from odoo.http import request, route

from odoo.addons.web.controllers.json import WebJsonController

from ..tools.export_act import ExportAct

OK = 200


class YishangJsonScreen(WebJsonController):
    """The host asks for the right to export; the ledger says who had it."""

    def _yishang_is_read_only(self, rule, args):
        """Return that the export ledger is written."""
        return False

    @route(readonly=_yishang_is_read_only)
    def web_json_1(self, subpath, **kwargs):
        self._check_json_route_active()
        guard = request.env["crm.yishang.export.guard"]
        if not guard._may_export():
            guard._log(ExportAct("json", domain=f"/json/1/{subpath}"), is_refused=True)
            return super().web_json_1(subpath, **kwargs)
        response = super().web_json_1(subpath, **kwargs)
        # Everything else leads to an address with all parameters, which comes again.
        if response.status_code == OK:
            guard._log(self._yishang_get_act(subpath, kwargs, response))
        return response

    def _yishang_get_act(self, subpath, kwargs, response):
        """Return what the answer of a screen contains."""
        action, _context, _eval_context, record_id = self._get_action(subpath)
        rows = json.loads(response.get_data())
        for name in ("records", "groups"):
            rows = rows.get(name, rows) if isinstance(rows, dict) else rows
        if record_id:
            domain = [("id", "=", int(record_id))]
        else:
            domain = ast.literal_eval(kwargs.get("domain") or "[]")
        count = len(rows) if isinstance(rows, list) else 1
        return ExportAct("json", action.res_model, domain, row_count=count)
