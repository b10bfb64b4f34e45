import json
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields, http
from odoo.tests import HttpCase

from .common import RefusalCase, YishangCommon

EXPORT = "base.group_allow_export"
LOG = "crm.yishang.export.log"


class ExportCommon(RefusalCase, YishangCommon, HttpCase):
    """A salesperson with the right to export and one without, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter = cls.sales_sjz1
        cls.exporter.group_ids += cls.env.ref(EXPORT)
        cls.seller = cls.sales_sjz2
        (cls.exporter + cls.seller).lang = "en_US"
        cls.env.flush_all()

    def _get(self, url, **data):
        if data:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data or None)

    def _call(self, model, method, *args, **kwargs):
        """Return the answer to the web client."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Content-Type": "application/json"}
        url = f"/web/dataset/call_kw/{model}/{method}"
        return self.url_open(url, json.dumps(body), headers=headers).json()

    def _get_key(self, user):
        expiration = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "export test", expiration)

    def _call_json_2(self, user, model, method, **arguments):
        """Return the response to a program with the key of ``user``."""
        headers = {
            "Authorization": f"Bearer {self._get_key(user)}",
            "Content-Type": "application/json",
        }
        url = f"/json/2/{model}/{method}"
        return self.url_open(url, json.dumps(arguments), headers=headers)

    def _execute(self, user, model, method, *args, **kwargs):
        """Return what XML-RPC answers, or the message of its refusal."""
        credentials = (self.env.cr.dbname, user.id, self._get_key(user))
        try:
            return self.xmlrpc_object.execute_kw(
                *credentials, model, method, args, kwargs
            )
        except Fault as refusal:
            return refusal.faultString

    def _get_entries(self, user, road):
        """Return the entries of a user on a road, the newest first."""
        self.env.invalidate_all()
        domain = [("user_id", "=", user.id), ("road", "=", road)]
        return self.env[LOG].search(domain)
