from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.service.server import thread_local

from ..tools.export_act import ROWS_MAX, ExportAct

ROWS = "crm_yishang.program_rows"
JSON_2 = "/json/2/"
# They return records found by a filter; the search comes first in them.
SEARCHERS = frozenset(
    ("name_search", "search", "search_read", "web_name_search", "web_search_read")
)
# They return ids and actions; what they read on the way stays on the server.
WORKERS = ("action_", "button_", "copy", "create", "load", "unlink", "write")


class CrmYishangProgram(models.AbstractModel):
    """What programs read at once over XML-RPC, JSON-RPC and JSON-2.

    The route of the request tells a program from the web client, the server's own
    notes which method it called: nothing a caller can send as context. All rows of
    ruled models that are formatted for the caller count, also those inside other
    records, so that a detour brings no more.
    """

    _name = "crm.yishang.program"
    _description = "Reading by Programs"

    @api.model
    def _get_called(self):
        """Return what a program calls, as (model, method), or None."""
        if not request:
            # The host hides the request of XML-RPC and JSON-RPC, of nothing else.
            called = getattr(thread_local, "rpc_model_method", "")
            model, _dot, method = called.rpartition(".")
        # str: the host's own tests have a stand-in for the request.
        elif (path := str(request.httprequest.path)).startswith(JSON_2):
            model, _slash, method = path.removeprefix(JSON_2).partition("/")
        else:
            return None
        return (model, method) if method else None

    @api.model
    def _is_counted(self, model):
        """Return whether rows of ``model`` count in this request."""
        called = None if self.env.su else self._get_called()
        if not called or called[1].startswith(WORKERS):
            return False
        policy = self.env["crm.yishang.policy"]
        return policy._is_in_force() and policy._is_ruled(model)

    @api.model
    def _start_search(self, model, domain, limit):
        """Return the limit of a search, and whether it is the one that was called.

        :raise AccessError: if the limit is higher than allowed
        """
        called = self._get_called()
        is_called = called and called[0] == model and called[1] in SEARCHERS
        rows = self._get_rows()
        if not is_called or model in rows or not self._is_counted(model):
            return limit, False
        guard = self.env["crm.yishang.export.guard"]
        guard._remember_query(domain)
        rows[model] = set()
        if guard._may_export():
            return limit, True
        if limit and limit > ROWS_MAX:
            self._refuse(model, limit)
        return limit or ROWS_MAX + 1, True

    @api.model
    def _count(self, records, field_names=()):
        """Count records that are read for a program.

        :raise AccessError: if there are too many for a user without the right
        """
        if len(records) and self._is_counted(records._name):
            rows = self._get_rows()[records._name]
            known = len(rows)
            rows.update(records._ids)
            self._weigh(records._name, known, len(rows), field_names)

    @api.model
    def _count_groups(self, model, groups, aggregates=()):
        """Count groups, and the values that are collected in them."""
        if not self._is_counted(model):
            return
        lists = [name for name in aggregates if ":array_agg" in name]
        lists += [name for name in aggregates if ":recordset" in name]
        values = sum(len(group.get(name) or ()) for group in groups for name in lists)
        self._weigh(model, 0, max(len(groups), values), aggregates)

    @api.model
    def _weigh(self, model, known, count, field_names):
        if not known <= ROWS_MAX < count:
            return
        guard = self.env["crm.yishang.export.guard"]
        if not guard._may_export():
            self._refuse(model, count, field_names)
        guard._log(self._get_act(model, count, field_names))

    @api.model
    def _refuse(self, model, count, field_names=()):
        guard = self.env["crm.yishang.export.guard"]
        guard._log(self._get_act(model, count, field_names), is_refused=True)
        raise AccessError(
            self.env._(
                "%(model)s: without the right to export a program reads at most "
                "%(limit)s records in one call. Read them page by page, with limit "
                "and offset, or ask your administrator for the right.",
                model=guard._get_label(model),
                limit=ROWS_MAX,
            )
        )

    @api.model
    def _get_act(self, model, count, field_names):
        names = [name.split(":")[0] for name in field_names or ()]
        return ExportAct("program", model, (), tuple(names), count)

    @api.model
    def _get_rows(self):
        """Return the ids that were read so far, ``{model name: set of ids}``."""
        return self.env.cr.cache.setdefault(ROWS, defaultdict(set))
