import io
import json
import zipfile

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .service_common import ServiceCommon

CASE = "crm.yishang.service.case"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class PortalCommon(ServiceCommon, HttpCase):
    """Two customers with a portal login each, as browsers and programs ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._create_portal(cls.customer_sjz1)
        cls.foreigner = cls._create_portal(cls.customer_gz1)
        cls.customer_sjz1.child_ids[:1].email = "li@sjz.example"
        cls.cases = cls.env[CASE]

    @classmethod
    def _create_portal(cls, customer):
        login = f"portal{customer.id}"
        return new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="base.group_portal",
            partner_id=customer.child_ids[:1].id,
        )

    @classmethod
    def _sell(cls, customer, name):
        product = cls.env["product.product"].create({"name": name})
        line = {"product_id": product.id, "price_unit": 10, "tax_ids": False}
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": customer.user_id.id,
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        return order

    def _login(self, user):
        self.env.flush_all()
        self.authenticate(user and user.login, user and user.login)

    def _post(self, url, files=(), **values):
        """Send a form of the portal, with files [(name, content)]."""
        values.setdefault("csrf_token", http.Request.csrf_token(self))
        answer = self.url_open(
            url, values, files=[("files", (name, data)) for name, data in files]
        )
        self.env.invalidate_all()
        return answer

    def _submit(self, files=(), **values):
        """Submit a case; return the page that answers and the new case."""
        before = self.cases.search([], order="id DESC", limit=1).id or 0
        answer = self._post(
            "/my/cases/submit",
            files,
            **{
                "type_id": self.repair.id,
                "subject": "水泵漏水",
                "description": "昨天开始漏水",
                **values,
            },
        )
        return answer, self.cases.search([("id", ">", before)])

    def _ask(self, url, **params):
        """Return the answer of a JSON-RPC route, as parsed."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Content-Type": "application/json"}
        answer = self.url_open(url, json.dumps(body), headers=headers).json()
        self.env.invalidate_all()
        return answer

    def _get_said(self, case, words):
        """Return the messages on a case that hold these words."""
        return case.message_ids.filtered(lambda one: words in (one.body or ""))

    def _upload(self, case, name, content, **values):
        """Upload a file for a message as the portal's composer does."""
        values = {
            "thread_model": CASE,
            "thread_id": case.id,
            "is_pending": "true",
            "csrf_token": http.Request.csrf_token(self),
            **values,
        }
        return self.url_open(
            "/mail/attachment/upload", values, files=[("ufile", (name, content))]
        )

    def _send(self, case, name, content, **values):
        """Upload a file that is taken, and return what the composer gets to know."""
        answer = self._upload(case, name, content, **values).json()
        return answer["data"]["store_data"]["ir.attachment"][0]

    @classmethod
    def _zip(cls, *names):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return content.getvalue()
