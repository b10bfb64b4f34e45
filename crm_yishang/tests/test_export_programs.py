from odoo.tests import tagged
from odoo.tools import mute_logger

from .export_common import ExportCommon

NOISY = ("odoo.http", "odoo.addons.rpc.controllers")
REFUSED = "at most 500 records in one call"


@tagged("post_install", "-at_install")
class TestExportPrograms(ExportCommon):
    """Programs read 500 rows of ruled models a call without the right to export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tag = cls.env["res.partner.category"].create({"name": "多"})
        cls.many = cls.env["res.partner"].create(
            [
                {
                    "name": f"多 {number}",
                    "yishang_is_customer": True,
                    "user_id": cls.seller.id,
                    "category_id": tag.ids,
                    "ref": f"R{number}",
                }
                for number in range(501)
            ]
        )
        cls.tag = tag
        cls.domain = [("category_id", "in", tag.ids)]
        cls.env.flush_all()

    def _get_calls(self):
        """Yield (method, positional arguments, named ones) that reach 501 rows."""
        domain, ids = self.domain, self.many.ids
        spec = {"name": {}}
        yield "search", [], {"domain": domain}
        yield "search", [], {"domain": domain, "limit": 501}
        yield "search_read", [], {"domain": domain, "fields": ["name"]}
        yield "search_read", [], {"domain": domain, "fields": ["name"], "limit": 600}
        yield "web_search_read", [], {"domain": domain, "specification": spec}
        yield "read", [ids], {"fields": ["name"]}
        yield "web_read", [ids], {"specification": spec}
        yield "name_search", [], {"name": "", "domain": domain, "limit": 501}
        groups = {"domain": domain, "groupby": ["ref"], "aggregates": ["__count"]}
        yield "formatted_read_group", [], groups
        groups = {"domain": domain, "groupby": [], "aggregates": ["name:array_agg"]}
        yield "formatted_read_group", [], groups
        sets = {"domain": domain, "grouping_sets": [["ref"]]}
        yield "formatted_read_grouping_sets", [], sets

    @mute_logger(*NOISY)
    def test_xml_rpc_refuses_the_501st_row(self):
        for method, args, kwargs in self._get_calls():
            with self.subTest(method=method):
                answer = self._execute(
                    self.seller, "res.partner", method, *args, **kwargs
                )
                self.assertIn(REFUSED, str(answer))

    @mute_logger(*NOISY)
    def test_json_2_refuses_the_501st_row(self):
        for method, args, kwargs in self._get_calls():
            with self.subTest(method=method):
                ids = {"ids": args[0]} if args else {}
                response = self._call_json_2(
                    self.seller, "res.partner", method, **ids, **kwargs
                )
                self.assertNotEqual(response.status_code, 200)
                self.assertIn(REFUSED, response.text)

    @mute_logger(*NOISY)
    def test_a_detour_brings_no_more(self):
        specification = {"partner_ids": {"fields": {"name": {}}}}
        answer = self._execute(
            self.seller,
            "res.partner.category",
            "web_read",
            self.tag.ids,
            specification=specification,
        )
        self.assertIn(REFUSED, str(answer))
        context = {"active_test": False, "yishang_is_counted": True}
        kwargs = {"domain": self.domain, "fields": ["name"], "context": context}
        answer = self._execute(self.seller, "res.partner", "search_read", **kwargs)
        self.assertIn(REFUSED, str(answer))

    @mute_logger(*NOISY)
    def test_page_by_page_is_allowed_and_the_ledger_knows_who_tried_more(self):
        kwargs = {"domain": self.domain, "fields": ["name"], "limit": 500}
        for offset, count in ((0, 500), (500, 1)):
            answer = self._execute(
                self.seller, "res.partner", "search_read", offset=offset, **kwargs
            )
            self.assertEqual(len(answer), count)
        self.assertFalse(self._get_entries(self.seller, "program"))
        del kwargs["limit"]
        self._execute(self.seller, "res.partner", "search_read", **kwargs)
        entry = self._get_entries(self.seller, "program")
        self.assertTrue(entry.is_refused)
        self.assertIn("category_id", entry.domain)
        self.assertEqual(entry.ip_address, "127.0.0.1")

    @mute_logger(*NOISY)
    def test_with_the_right_all_is_read_and_noted(self):
        self.seller.group_ids += self.env.ref("base.group_allow_export")
        kwargs = {"domain": self.domain, "fields": ["name"]}
        answer = self._execute(self.seller, "res.partner", "search_read", **kwargs)
        self.assertEqual(len(answer), 501)
        entry = self._get_entries(self.seller, "program")
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.row_count, 501)
        self.assertFalse(entry.is_refused)

    @mute_logger(*NOISY)
    def test_the_web_client_is_not_narrowed(self):
        self.authenticate(self.seller.login, self.seller.login)
        kwargs = {"domain": self.domain, "fields": ["name"]}
        answer = self._call("res.partner", "search_read", **kwargs)
        self.assertEqual(len(answer["result"]), 501)

    @mute_logger(*NOISY)
    def test_work_by_programs_is_not_narrowed(self):
        kwargs = {"vals": {"comment": "x"}}
        answer = self._execute(
            self.seller, "res.partner", "write", self.many.ids, **kwargs
        )
        self.assertIs(answer, True)
