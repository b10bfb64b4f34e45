import json
import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .export_common import EXPORT, ExportCommon

PHONE, MASK = "13800135678", "138****5678"
EMAIL, EMAIL_MASK = "zhang@secret.cn", "z***@secret.cn"
ROLE = "crm_yishang.crm_yishang_group_leader"
DETAILS = ("display_name", "phone", "email", "phone_sanitized", "email_normalized")


@tagged("post_install", "-at_install")
class TestMasks(ExportCommon):
    """A chosen role sees numbers in part, on every road, and one in full by a click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.leader_sjz
        cls.leader.lang = "en_US"
        china = cls.env.ref("base.cn").id
        secrets = {"phone": PHONE, "email": EMAIL, "yishang_fax": PHONE}
        secrets["country_id"] = china
        cls.customer = cls._create_customer("张记", cls.seller, cls.sjz, **secrets)
        cls.contact = cls.env["res.partner"].create(
            {"name": "张三", "parent_id": cls.customer.id, "phone": PHONE}
        )
        cls.own = cls._create_customer("自有", cls.leader, cls.sjz, **secrets)
        cls.lead = cls.env["crm.lead"].create(
            {"name": "商机", "partner_id": cls.customer.id, "type": "opportunity"}
        )
        cls.env.company.yishang_masked_group_ids = cls.env.ref(ROLE)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].with_user(self.leader)
        self.masked = self.partners.browse(self.customer.id)

    def assertHidden(self, answer):
        """Check that an answer, of whatever shape, does not tell the numbers."""
        text = json.dumps(answer, ensure_ascii=False, default=str)
        digits = re.sub(r"[\s-]", "", text)
        self.assertNotIn("0013567", digits)
        self.assertNotIn("zhang@", text)

    def _find(self, *domain, model="res.partner"):
        records = self.env[model].with_user(self.leader)
        return records.search([("id", "in", self._get_ids(model)), *domain]).ids

    def _get_ids(self, model):
        if model == "crm.lead":
            return self.lead.ids
        return (self.customer + self.own).ids

    def test_whom_it_concerns(self):
        for user, is_masked in (
            (self.leader, True),
            (self.seller, False),
            (self.manager_north, False),
            (self.director, False),
            (self.env.user, False),
        ):
            with self.subTest(user=user.login):
                mask = self.env["crm.yishang.mask"].with_user(user)
                self.assertEqual(mask._is_masked(), is_masked)
        self.assertEqual(self.customer.with_user(self.director).phone, PHONE)

    def test_reads_give_masks_but_of_own_customers(self):
        (values,) = self.masked.read(["phone", "email", "yishang_fax"])
        self.assertEqual(values["phone"], MASK)
        self.assertEqual(values["yishang_fax"], MASK)
        self.assertEqual(values["email"], EMAIL_MASK)
        (values,) = self.partners.browse(self.own.id).read(["phone", "email"])
        self.assertEqual((values["phone"], values["email"]), (PHONE, EMAIL))

    def test_no_read_tells_a_number(self):
        domain = [("id", "=", self.customer.id)]
        spec = dict.fromkeys(DETAILS, {})
        spec["child_ids"] = {"fields": dict.fromkeys(DETAILS, {})}
        lead_spec = {"phone": {}, "email_from": {}, "partner_id": {"fields": spec}}
        lead = self.lead.with_user(self.leader)
        shown = self.masked.with_context(show_email=True)
        for answer in (
            self.partners.search_read(domain, list(DETAILS)),
            self.partners.web_search_read(domain, spec),
            self.masked.web_read(spec),
            self.masked.copy_data(),
            shown.display_name,
            shown.name_search("张记"),
            lead.read(["phone", "email_from", "phone_sanitized", "display_name"]),
            lead.web_read(lead_spec),
            lead.copy_data(),
            self.masked.onchange({"phone": MASK}, ["phone"], spec),
            lead.onchange({"partner_id": self.customer.id}, ["partner_id"], lead_spec),
            lead.browse().onchange(
                {"partner_id": self.customer.id}, ["partner_id"], lead_spec
            ),
            self.masked._message_get_suggested_recipients(),
            lead._message_get_suggested_recipients(),
            self.masked._get_vcard_file().decode(),
            self.env["crm.yishang.customer.ledger"]
            .with_user(self.leader)
            .get_data(self.customer.ids),
        ):
            self.assertHidden(answer)

    def test_groups_tell_of_own_customers_alone(self):
        domain = [("id", "in", (self.customer + self.own).ids)]
        for groupby, aggregates in (
            (["phone"], ["__count"]),
            (["email_normalized"], ["__count"]),
            ([], ["phone:array_agg", "id:array_agg"]),
            ([], ["email:max", "id:array_agg"]),
        ):
            with self.subTest(groupby=groupby, aggregates=aggregates):
                groups = self.partners.formatted_read_group(domain, groupby, aggregates)
                if groupby:
                    self.assertEqual([group["__count"] for group in groups], [1])
                else:
                    self.assertEqual(groups[0]["id:array_agg"], self.own.ids)
                sets = self.partners.formatted_read_grouping_sets(
                    domain, [groupby], ["__count"]
                )
                if groupby:
                    self.assertEqual(len(sets[0]), 1)
        orders = self.partners.formatted_read_group(
            domain, ["name"], ["__count"], order="phone:max"
        )
        self.assertEqual(len(orders), 1)

    def test_exports_give_masks(self):
        self.leader.group_ids += self.env.ref(EXPORT)
        records = self.partners.browse((self.customer + self.own).ids)
        names = ["name", "phone", "email", "child_ids/phone"]
        rows = records.export_data(names)["datas"]
        self.assertEqual(rows[0], ["张记", MASK, EMAIL_MASK, MASK])
        self.assertEqual(rows[1], ["自有", PHONE, EMAIL, ""])
        rows = self.lead.with_user(self.leader).export_data(
            ["phone", "partner_id/phone", "email_from", "partner_id/child_ids/phone"]
        )["datas"]
        self.assertHidden(rows)
        self.authenticate(self.leader.login, self.leader.login)
        query = {
            "model": "res.partner",
            "fields": [{"name": "phone", "label": "Phone", "type": "char"}],
            "ids": self.customer.ids,
            "domain": [],
            "import_compat": False,
        }
        response = self._get("/web/export/csv", data=json.dumps(query))
        self.assertIn(MASK, response.text)
        self.assertHidden(response.text)

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers")
    def test_programs_and_screens_get_masks(self):
        self.authenticate(self.leader.login, self.leader.login)
        ids = self.customer.ids
        thread = {"thread_model": "res.partner", "thread_id": ids[0]}
        parts = ["followers", "suggestedRecipients", "contact_fields"]
        self.customer.message_subscribe(self.customer.ids)
        self.customer.with_user(self.seller).write({"phone": "13900139000"})
        self.env.flush_all()
        self.customer.write({"phone": PHONE})
        self.env.cr.precommit.run()
        params = [["mail.thread", {**thread, "request_list": parts}]]
        for answer in (
            self._call("res.partner", "read", ids, ["phone", "email"]),
            self._call("res.partner", "message_get_followers", ids),
            self._call("res.partner", "get_mention_suggestions", search="张记"),
            self._execute(self.leader, "res.partner", "read", ids, ["phone", "email"]),
            self._call_json_2(
                self.leader, "res.partner", "read", ids=ids, fields=["phone"]
            ).text,
            self._post("/mail/data", fetch_params=params),
            self._post("/mail/thread/messages", **thread),
            self._get(f"/web/partner/vcard?partner_ids={ids[0]}").text,
        ):
            self.assertNotIn('"error"', json.dumps(answer))
            self.assertHidden(answer)

    def _post(self, url, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Content-Type": "application/json"}
        return self.url_open(url, json.dumps(body), headers=headers).json()

    def test_writing_a_mask_back_changes_nothing(self):
        self.masked.write({"phone": MASK, "email": EMAIL_MASK, "comment": "neu"})
        self.assertEqual(self.customer.phone, PHONE)
        self.assertEqual(self.customer.email, EMAIL)
        self.assertIn("neu", self.customer.comment)
        self.masked.web_save({"phone": MASK}, {"phone": {}})
        child = Command.update(self.contact.id, {"phone": MASK, "function": "经理"})
        self.masked.write({"child_ids": [child]})
        self.assertEqual(self.contact.phone, PHONE)
        self.assertEqual(self.contact.function, "经理")
        with self.assertRefused(UserError, "in part only"):
            self.masked.write({"phone": "138****5679"})
        self.masked.write({"phone": "13900139000"})
        self.assertEqual(self.customer.phone, "13900139000")
        copied = self.masked.copy({"yishang_code": False})
        self.assertFalse(copied.sudo().phone)

    def test_a_whole_number_finds_and_a_part_finds_own_customers_alone(self):
        both, own = (self.customer + self.own).ids, self.own.ids
        for domain, found in (
            ([("phone", "=", PHONE)], both),
            ([("phone", "ilike", "0013567")], both),
            ([("phone", "ilike", "001356")], own),
            ([("phone", "ilike", "138%5_78")], own),
            ([("phone", "=ilike", "138%")], own),
            ([("phone", "=like", "138____5678")], own),
            ([("phone", ">=", "138")], own),
            ([("phone_sanitized", "ilike", "5678")], own),
            ([("yishang_fax", "ilike", "5678")], own),
            ([("phone_mobile_search", "ilike", "5678")], own),
            ([("email", "=", EMAIL)], both),
            ([("email", "ilike", EMAIL)], both),
            ([("email", "ilike", "hang@secret.cn")], []),
            ([("email", "ilike", "zh")], own),
            ([("email_normalized", "=like", "z____@secret.cn")], own),
            ([("yishang_search", "ilike", "5678")], own),
            ([("yishang_search", "ilike", "0013567")], both),
            ([("yishang_search", "ilike", "zhang@sec")], own),
            ([("display_name", "=like", "%@secret.cn%")], own),
            ([("phone", "!=", False)], both),
            ([("name", "ilike", "张记"), ("phone", "ilike", "5678")], []),
            (["!", ("phone", "ilike", "5678")], self.customer.ids),
            (["!", ("phone", "ilike", "9999")], both),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(sorted(self._find(*domain)), sorted(found))

    def test_no_detour_answers_a_guess(self):
        for domain in (
            [("partner_id.phone", "ilike", "5678")],
            [("partner_id", "any", [("phone", "ilike", "5678")])],
            [("phone", "ilike", "5678")],
            [("email_from", "=ilike", "zh%")],
            [("partner_id.child_ids.phone", "=like", "138____5678")],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self._find(*domain, model="crm.lead"), [])
                self.assertTrue(self.lead.filtered_domain(domain))
        found = self._find(("child_ids.phone", "ilike", "5678"))
        self.assertEqual(found, [])

    def test_the_order_of_numbers_tells_nothing(self):
        query = self.partners._search([], order="phone DESC, email, id")
        order = query.order.code
        self.assertNotIn("phone", order)
        self.assertNotIn("email", order)

    def test_a_warning_of_duplicates_names_the_mask(self):
        warning = self.masked.yishang_duplicate_warning
        self.assertIn(MASK, warning)
        self.assertHidden(str(warning))

    def test_one_number_in_full_is_in_the_ledger(self):
        mask = self.env["crm.yishang.mask"].with_user(self.leader)
        self.assertEqual(mask.reveal("res.partner", self.customer.id, "phone"), PHONE)
        entry = self._get_entries(self.leader, "reveal")
        self.assertEqual(entry.res_id, self.customer.id)
        self.assertEqual(entry.document_name, self.customer.display_name)
        self.assertEqual(entry.field_labels, "Phone")
        mask.reveal("res.partner", self.own.id, "phone")
        self.assertEqual(len(self._get_entries(self.leader, "reveal")), 1)
        with self.assertRaises(AccessError):
            mask.reveal("res.partner", self.customer_gz1.id, "phone")
        with self.assertRaises(AccessError):
            mask.reveal("res.partner", self.customer.id, "vat")

    def test_nobody_is_masked_as_long_as_no_role_is_chosen(self):
        self.env.company.yishang_masked_group_ids = False
        (values,) = self.masked.read(["phone"])
        self.assertEqual(values["phone"], PHONE)
