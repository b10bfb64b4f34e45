"""The roads of programs: XML-RPC, JSON-2 and the JSON of screens.

Each yields (name of the road, what the server answered), see ``leak_http_roads``.
"""

import json
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields
from odoo.tests import HttpCase

MODELS = ("res.partner", "crm.lead", "sale.order")
SCREENS = ("contacts", "crm", "sales", "my-customers", "customer-pool")


class LeakProgramRoads(HttpCase):
    """Asks for what hangs on a customer by the key of a user."""

    def _get_key(self, user):
        expiration = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "leak test", expiration)

    def _walk_programs(self, records, user):
        key = self._get_key(user)
        bearer = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        for model in MODELS:
            ids = records[model].ids
            names = ["display_name", "create_uid"]
            if model != "res.partner":
                names.append("partner_id")
            for method, arguments in (
                ("search_read", {"domain": [], "fields": names}),
                ("read", {"ids": ids, "fields": names}),
                ("name_search", {"name": ""}),
                ("export_data", {"ids": ids, "fields_to_export": names}),
            ):
                url = f"/json/2/{model}/{method}"
                response = self.url_open(url, json.dumps(arguments), headers=bearer)
                yield f"JSON-2 {method} of {model}", response.text
                answer = self._execute(user, key, model, method, arguments)
                yield f"XML-RPC {method} of {model}", answer

    def _execute(self, user, key, model, method, arguments):
        """Return the answer of XML-RPC, or the message of its refusal."""
        arguments = dict(arguments)
        ids = [arguments.pop("ids")] if "ids" in arguments else []
        credentials = (self.env.cr.dbname, user.id, key)
        try:
            return self.xmlrpc_object.execute_kw(
                *credentials, model, method, ids, arguments
            )
        except Fault as refusal:
            return refusal.faultString

    def _walk_json_screens(self, user):
        self.env["ir.config_parameter"].sudo().set_param("web.json.enabled", "True")
        headers = {"Authorization": f"Bearer {self._get_key(user)}"}
        for path in SCREENS:
            url = f"/json/1/{path}?view_type=list&limit=1000&offset=0&domain=[]"
            response = self.url_open(url, headers=headers)
            yield f"JSON of {path}", response.text
