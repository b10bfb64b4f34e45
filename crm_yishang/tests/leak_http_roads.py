"""The roads over HTTP, as a browser asks.

Each walk yields (name of the road, what the server answered). ``records`` are those
of one customer, by model name, as ``LeakRecords`` builds them.
"""

import json

from odoo import http
from odoo.tests import HttpCase

DOCUMENTS = ("res.partner", "crm.lead", "sale.order", "account.move", "calendar.event")
DETAILS = ("display_name", "name", "phone", "email", "vat", "street")
TOTALS = (
    ("res.partner", "parent_id", "yishang_revenue:sum"),
    ("crm.lead", "partner_id", "expected_revenue:sum"),
    ("sale.order", "partner_id", "amount_total:sum"),
    ("sale.report", "partner_id", "price_total:sum"),
    ("account.move", "partner_id", "amount_total:sum"),
    ("account.invoice.report", "partner_id", "price_subtotal:sum"),
    ("mail.message", "author_id", "__count"),
    ("product.supplierinfo", "partner_id", "__count"),
)
THREAD_PARTS = (
    "activities",
    "attachments",
    "contact_fields",
    "display_name",
    "followers",
    "scheduledMessages",
    "suggestedRecipients",
)
REPORTS = (
    ("sale.order", "sale.report_saleorder"),
    ("account.move", "account.report_invoice_with_payments"),
    ("res.partner", "crm_yishang.crm_yishang_customer_ledger"),
)


class LeakHttpRoads(HttpCase):
    """Asks for what hangs on a customer, on all roads a session has."""

    def _ask(self, url, **params):
        """Return the answer of a JSON-RPC route."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Content-Type": "application/json"}
        response = self.url_open(url, json.dumps(body), headers=headers)
        return json.dumps(response.json(), ensure_ascii=False)

    def _call(self, model, method, *args, **kwargs):
        """Return the answer of a method called by the web client."""
        return self._ask(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def _get(self, url, **data):
        """Return the body of a page, with the header that names a file."""
        if data:
            data["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(url, data or None)
        return f"{response.headers.get('Content-Disposition')} {response.text}"

    def _walk_screens(self, records):
        for model in DOCUMENTS:
            yield from self._walk_screen(model, records[model].ids)
        for model, group, total in TOTALS:
            answer = self._call(
                model, "web_read_group", domain=[], groupby=[group], aggregates=[total]
            )
            yield f"groups of {model}", answer
            answer = self._call(
                model,
                "formatted_read_grouping_sets",
                domain=[],
                grouping_sets=[[], [group]],
                aggregates=[total],
            )
            yield f"pivot of {model}", answer

    def _walk_screen(self, model, ids):
        specification = {"display_name": {}}
        if "email" not in self.env[model]._fields and model != "calendar.event":
            specification["partner_id"] = {"fields": dict.fromkeys(DETAILS, {})}
        search = {"domain": [], "specification": specification}
        yield f"list of {model}", self._call(model, "web_search_read", **search)
        search = {"name": "", "specification": specification}
        yield f"drop-down of {model}", self._call(model, "web_name_search", **search)
        for id_ in ids:
            answer = self._call(model, "web_read", [id_], specification=specification)
            yield f"form of {model}", answer
            actions = [{"model": model, "resId": id_}]
            answer = self._ask("/web/action/load_breadcrumbs", actions=actions)
            yield f"breadcrumb of {model}", answer
            url = f"/odoo/{model}/{id_}"
            answer = self._ask("/html_editor/link_preview_internal", preview_url=url)
            yield f"link to {model}", answer

    def _walk_exports(self, records):
        for model in ("res.partner", "crm.lead", "sale.order"):
            names = ("display_name", "partner_id/phone", "partner_id/name")
            names = DETAILS if model == "res.partner" else names
            for ids in (False, records[model].ids):
                query = {
                    "model": model,
                    "fields": [{"name": name, "label": name} for name in names],
                    "ids": ids,
                    "domain": [],
                    "import_compat": False,
                }
                answer = self._get("/web/export/csv", data=json.dumps(query))
                yield f"export of {model}", answer
        yield from self._walk_ledgers(records["res.partner"])
        ids = ",".join(map(str, records["res.partner"].ids))
        yield "contact card", self._get(f"/web/partner/vcard?partner_ids={ids}")
        for model, report in REPORTS:
            for record in records[model]:
                answer = self._get(f"/report/html/{report}/{record.id}")
                yield f"report of {model}", answer
        for attachment in records["ir.attachment"]:
            yield "file", self._get(f"/web/content/{attachment.id}")
            ids = str(attachment.id)
            answer = self._get("/mail/attachment/zip", file_ids=ids, zip_name="x")
            yield "archive", answer
        for partner in records["res.partner"]:
            url = f"/web/image/res.partner/{partner.id}/avatar_128"
            yield "picture", self._get(url)

    def _walk_ledgers(self, partners):
        name = "crm_yishang.crm_yishang_customer_ledger"
        for partner in partners:
            ids = [partner.id]
            answer = self._call("crm.yishang.customer.ledger", "get_data", ids)
            yield "ledger", answer
            answer = self._call("res.partner", "action_yishang_export_ledger", ids)
            yield "export of the ledger", answer
            url = json.dumps([f"/report/pdf/{name}/{partner.id}", "qweb-pdf"])
            yield "download of the ledger", self._get("/report/download", data=url)

    def _walk_chatter(self, records):
        threads = {
            (message.model, message.res_id) for message in records["mail.message"]
        }
        for model, id_ in sorted(threads):
            yield from self._walk_thread(records, model, id_)
        channel = records["discuss.channel"].id
        yield "channel", self._ask("/discuss/channel/messages", channel_id=channel)
        params = {"channel_id": channel, "known_member_ids": []}
        yield "members", self._ask("/discuss/channel/members", **params)
        for box in ("inbox", "history", "starred"):
            yield box, self._ask(f"/mail/{box}/messages")

    def _walk_thread(self, records, model, id_):
        thread = {"thread_model": model, "thread_id": id_}
        parts = ["mail.thread", {**thread, "request_list": THREAD_PARTS}]
        yield f"thread of {model}", self._ask("/mail/data", fetch_params=[parts])
        yield f"messages of {model}", self._ask("/mail/thread/messages", **thread)
        answer = self._call(model, "message_get_followers", [id_])
        yield f"followers of {model}", answer
        url = "/mail/thread/recipients"
        yield f"recipients of {model}", self._ask(url, **thread)
        partners = records["res.partner"]
        url = "/mail/thread/recipients/get_suggested_recipients"
        answer = self._ask(url, partner_ids=partners.ids, **thread)
        yield f"suggestions of {model}", answer

    def _walk_messaging(self, records):
        """Badges, cards, mentions and searches of the chat."""
        for part in ("systray_get_activities", "failures", "channels_as_member"):
            yield part, self._ask("/mail/data", fetch_params=[part])
        for model in ("res.partner", "res.users"):
            for id_ in records[model].ids:
                card = ["avatar_card", {"id": id_, "model": model}]
                yield f"card of {model}", self._ask("/mail/data", fetch_params=[card])
        for model in ("res.partner", "crm.lead", "sale.order"):
            params = {"res_model": model, "domain": []}
            answer = self._call("mail.activity", "get_activity_data", **params)
            yield f"activities of {model}", answer
        word = records["res.partner"][0].name[:2]
        answer = self._call("res.partner", "get_mention_suggestions", search=word)
        yield "mentions", answer
        channel = records["discuss.channel"].id
        params = {"channel_id": channel, "search": word}
        method = "get_mention_suggestions_from_channel"
        answer = self._call("res.partner", method, **params)
        yield "mentions in a channel", answer
        method = "search_for_channel_invite"
        params = {"channel_id": channel, "search_term": word}
        yield "invitations", self._call("res.partner", method, **params)
        yield "search in chat", self._ask("/discuss/search", term=word)
        yield "reminders", self._ask("/calendar/notify")
