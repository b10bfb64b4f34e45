from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools.import_customer_sheet import CUSTOMERS
from .common import RefusalCase

DICTIONARIES = [
    "crm.yishang.region",
    "crm.yishang.customer.type",
    "crm.yishang.customer.source",
    "crm.yishang.contact.category",
    "crm.yishang.personnel.type",
    "crm.yishang.payment.method",
    "crm.yishang.service.type",
    "crm.yishang.follow.stage",
    "crm.yishang.campaign.kind",
    "crm.yishang.competitor",
]
INDUSTRY = "res.partner.industry"
GROUP = "crm_yishang.crm_yishang_group_"


@tagged("post_install", "-at_install")
class TestDictionaries(RefusalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = new_test_user(
            cls.env, login="test_dict_sales", groups=f"{GROUP}salesperson"
        )
        cls.administrator = new_test_user(
            cls.env, login="test_dict_admin", groups=f"{GROUP}administrator"
        )

    def _each(self):
        """Yield each dictionary, as its administrator, with the field of its code."""
        for name in [*DICTIONARIES, INDUSTRY]:
            model = self.env[name].with_user(self.administrator)
            with self.subTest(model=name):
                yield model, model._code_field

    def test_code_is_unique_whatever_its_case_and_width(self):
        for model, code in self._each():
            model.create({code: " Zx-1 ", "name": " First "})
            count = model.search_count([])
            for taken in ("zX-1", "ZX-1 ", "Ｚｘ-１"):
                message = "The code Zx-1 already belongs to “First”."
                with self.assertRefused(ValidationError, message):
                    model.create({code: taken, "name": "Second"})
            self.assertEqual(model.search_count([]), count)

    def test_code_of_an_archived_entry_stays_taken(self):
        for model, code in self._each():
            model.create({code: "Zx-1", "name": "First", "active": False})
            with self.assertRefused(ValidationError, "“First”, which is archived"):
                model.create({code: "zx-1", "name": "Second"})

    def test_code_cannot_move_onto_another(self):
        for model, code in self._each():
            first, second = model.create(
                [{code: "Zx-1", "name": "First"}, {code: "Zx-2", "name": "Second"}]
            )
            with self.assertRefused(ValidationError, "already belongs to “First”"):
                second.write({code: "ZX-1"})
            with self.assertRefused(ValidationError, "zx-3 is given twice"):
                (first + second).write({code: "Zx-3"})
            self.assertEqual((first[code], second[code]), ("Zx-1", "Zx-2"))
            first.write({code: "ZX-1"})
            self.assertEqual(first[code], "ZX-1")

    def test_one_batch_cannot_use_a_code_twice(self):
        for model, code in self._each():
            with self.assertRefused(ValidationError, "zx-1 is given twice"):
                model.create(
                    [{code: "Zx-1", "name": "First"}, {code: "zx-1", "name": "Second"}]
                )

    def test_two_dictionaries_may_use_one_code(self):
        for model, code in self._each():
            self.assertEqual(
                model.create({code: "Zx-1", "name": "First"})[code], "Zx-1"
            )

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_what_two_people_save_at_once(self):
        for model, code in self._each():
            model.create({code: "Zx-1", "name": "First"})
            with (
                patch.object(type(model), "_check_codes_free", lambda *args: None),
                self.assertRaises(UniqueViolation) as caught,
                self.cr.savepoint(),
            ):
                model.create({code: "zx-1", "name": "Second"})
                model.env.flush_all()
            self.assertRegex(
                model._sql_error_to_message(caught.exception), "perhaps by an archived"
            )

    def test_code_and_name_are_not_blank(self):
        for name in DICTIONARIES:
            model = self.env[name].with_user(self.administrator)
            with self.subTest(model=name):
                entry = model.create({"code": "Zx-1", "name": "First"})
                for blank in ("", "  ", "\u3000", False):
                    for field in ("code", "name"):
                        with self.assertRefused(ValidationError, "cannot be blank"):
                            entry.write({field: blank})
                        with self.assertRefused(ValidationError, "cannot be blank"):
                            model.create(
                                {"code": "Zx-2", "name": "Second", field: blank}
                            )
                self.assertEqual((entry.code, entry.name), ("Zx-1", "First"))

    def test_industries_of_other_apps_need_no_code(self):
        industries = self.env[INDUSTRY].create([{"name": "One"}, {"name": "Two"}])
        self.assertEqual(industries.mapped("yishang_code"), [False, False])

    def test_copy_gets_another_code(self):
        for model, code in self._each():
            entry = model.create({code: "Zx-1", "name": "First"})
            self.assertEqual(entry.copy()[code], "Zx-1 (copy)")

    def test_code_comes_first_in_name_search(self):
        for model, code in self._each():
            other, entry = model.create(
                [
                    {code: "Zx-10", "name": "Zx-1", "active": True},
                    {code: "zx-1", "name": "Named"},
                ]
            )
            found = [row[0] for row in model.name_search("ZX-1")]
            self.assertEqual(found, [entry.id, other.id])
            found = model.name_search("Zx-1 ", operator="=")
            self.assertEqual(found, [(entry.id, "Named")])
            self.assertEqual(model.name_search("named", limit=1), [(entry.id, "Named")])
            found = model.name_search("zx-1", [(code, "!=", "zx-1")])
            self.assertEqual(found, [(other.id, "Zx-1")])

    def test_import_finds_entries_by_code(self):
        region, industry = (
            self.env[name].create({self.env[name]._code_field: "Zx-1", "name": "First"})
            for name in ("crm.yishang.region", INDUSTRY)
        )
        result = self.env["res.partner"].load(
            ["name", "yishang_region_id", "industry_id"], [["Import", "zx-1", "ZX-1"]]
        )
        self.assertEqual(result["messages"], [])
        partner = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(
            (partner.yishang_region_id, partner.industry_id), (region, industry)
        )

    def test_import_of_a_dictionary_goes_by_code(self):
        for model, code in self._each():
            entry = model.create({code: "Zx-1", "name": "First"})
            result = model.load(
                [code, "name"], [["zx-1", "Renamed"], ["Zx-2", "Second"]]
            )
            self.assertEqual(result["messages"], [])
            self.assertEqual(result["ids"][0], entry.id)
            self.assertEqual((entry[code], entry.name), ("zx-1", "Renamed"))
            self.assertEqual(model.browse(result["ids"][1]).name, "Second")

    def test_import_names_the_archived_entry(self):
        for model, code in self._each():
            model.create({code: "Zx-1", "name": "First", "active": False})
            result = model.load([code, "name"], [["Zx-2", "Second"], ["zx-1", "Third"]])
            self.assertFalse(result["ids"])
            message = result["messages"][-1]
            self.assertEqual(message["rows"], {"from": 1, "to": 1})
            self.assertIn("“First”, which is archived", message["message"])
            self.assertFalse(model.search([(code, "=ilike", "zx-2")]))

    def test_find_by_names(self):
        for lang in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
        dealer, agent, other = self.env["crm.yishang.customer.type"].create(
            [
                {"code": "Zx-1", "name": "Zxdealer"},
                {"code": "Zx-2", "name": "Zxagent"},
                {"code": "Zx-3", "name": "Zxagent"},
            ]
        )
        dealer.with_context(lang="zh_CN").name = "测试经销商"
        names = [
            "zx-1",
            "Zxdealer ",
            " 测试经销商",
            "Zxagent",
            "unknown",
            "",
            None,
            "zx-2",
        ]
        found = self.env["crm.yishang.customer.type"]._find_by_names(names)
        none = dealer.browse()
        expected = [dealer, dealer, dealer, agent + other, none, none, none, agent]
        self.assertEqual(list(found.values()), expected)

    def test_used_entries_are_archived_not_deleted(self):
        region = self.env["crm.yishang.region"].create({"code": "Zx-1", "name": "Used"})
        industry = self.env[INDUSTRY].create({"yishang_code": "Zx-1", "name": "Used"})
        self.env["res.partner"].create(
            [
                {
                    "name": "A",
                    "yishang_region_id": region.id,
                    "industry_id": industry.id,
                },
                {"name": "B", "industry_id": industry.id, "active": False},
            ]
        )
        for entry, count in ((region, 1), (industry, 2)):
            entry = entry.with_user(self.administrator)
            with self.assertRaises(UserError) as caught:
                entry.unlink()
            self.assertEqual(
                caught.exception.args[0],
                "What is in use cannot be deleted. Archive it instead: it stays where"
                " it is used and can no longer be chosen.\n"
                f"Used: used by {count} × Contact",
            )
            self.assertTrue(entry.exists())
            entry.action_archive()
            self.assertFalse(entry.active)

    def test_region_in_charge_is_in_use(self):
        region = self.env["crm.yishang.region"].create(
            {"code": "Zx-1", "name": "Used", "manager_ids": self.salesperson.ids}
        )
        with self.assertRefused(UserError, "Used: used by 1 × User"):
            region.unlink()
        region.manager_ids = False
        region.unlink()
        self.assertFalse(region.exists())

    def test_unused_entries_can_be_deleted(self):
        for model, code in self._each():
            entry = model.create({code: "Zx-1", "name": "First"})
            entry.unlink()
            self.assertFalse(entry.exists())

    def test_everybody_reads_and_administrators_write(self):
        for model, code in self._each():
            entry = model.create({code: "Zx-1", "name": "First"})
            entry.write({"name": "Changed"})
            read = entry.with_user(self.salesperson)
            self.assertEqual(read.name, "Changed")
            self.assertTrue(read.name_search("zx-1"))
            with self.assertRaises(AccessError):
                read.write({"name": "Mine"})
            with self.assertRaises(AccessError):
                read.action_archive()
            with self.assertRaises(AccessError):
                read.unlink()
            with self.assertRaises(AccessError):
                read.create({code: "Zx-2", "name": "Mine"})
            self.assertEqual((entry.name, entry.active), ("Changed", True))

    def test_dictionaries_share_their_views(self):
        # Contact categories show what they count as and which questions they ask.
        own_views = "crm.yishang.contact.category"
        for name in set(DICTIONARIES[1:]) - {own_views}:
            with self.subTest(model=name):
                views = self.env[name].get_views([(False, "list"), (False, "search")])
                self.assertIn('editable="bottom"', views["views"]["list"]["arch"])
                self.assertIn('name="archived"', views["views"]["search"]["arch"])

    def test_what_is_shipped_has_codes_in_order(self):
        # Regions are loaded by a wizard, competitors are the company's own.
        for name in DICTIONARIES[1:-1]:
            shipped = self.env["ir.model.data"].search(
                [("module", "=", "crm_yishang"), ("model", "=", name)], order="id"
            )
            entries = self.env[name].browse(shipped.mapped("res_id"))
            with self.subTest(model=name):
                self.assertGreaterEqual(len(entries), 8)
                self.assertEqual(entries.mapped("code"), sorted(entries.mapped("code")))
                self.assertEqual(entries, entries.sorted())
                self.assertTrue(all(shipped.mapped("noupdate")))
        education = self.env.ref("base.res_partner_industry_P")
        self.assertEqual(education.yishang_code, "04")

    def test_the_industries_of_the_host_without_code_are_not_offered(self):
        host = self.env[INDUSTRY].create({"name": "Test Trade"})
        own = self.env[INDUSTRY].create({"yishang_code": "TT", "name": "Test Trade"})
        self.assertEqual(
            self.env[INDUSTRY]._find_by_names(["test trade"]), {"test trade": own}
        )
        importer = self.env["crm.yishang.import.customer"]
        column = CUSTOMERS["industry_id"]
        offered = importer._get_choices(column)
        self.assertIn("Test Trade", offered)
        own.yishang_code = False
        self.assertNotIn("Test Trade", importer._get_choices(column))
        arch = self.env.ref("crm_yishang.crm_yishang_customer_view_form").arch
        self.assertIn("[('yishang_code', '!=', False)]", arch)
        self.assertTrue(host.active)
