import csv
import time
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.crm_yishang.tools.region_names import GROUP_CODES, RegionNames

from .common import RefusalCase


@tagged("post_install", "-at_install")
class TestRegions(RefusalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["crm.yishang.region"]
        cls.province = cls.model.create({"code": "Zx13", "name": "试河北省"})
        cls.city = cls.model.create(
            {"code": "Zx1301", "name": "试石家庄市", "parent_id": cls.province.id}
        )
        cls.district, cls.county = cls.model.create(
            [
                {"code": "Zx1302", "name": "试长安区", "parent_id": cls.city.id},
                {"code": "Zx1303", "name": "试正定县", "parent_id": cls.city.id},
            ]
        )

    def test_full_name_follows_the_tree(self):
        self.assertEqual(
            self.district.complete_name, "试河北省 / 试石家庄市 / 试长安区"
        )
        self.province.name = "试冀"
        self.assertEqual(self.district.complete_name, "试冀 / 试石家庄市 / 试长安区")
        self.city.parent_id = False
        self.assertEqual(self.district.complete_name, "试石家庄市 / 试长安区")
        self.assertEqual(self.district.display_name, "试石家庄市 / 试长安区")
        short = self.district.with_context(hierarchical_naming=False)
        self.assertEqual(short.display_name, "试长安区")

    def test_lists_show_the_telling_end_of_the_path(self):
        short = self.district.with_context(yishang_short_region=True)
        self.assertEqual(short.display_name, "试石家庄市 / 试长安区")
        self.assertEqual(self.district.display_name, "试河北省 / 试石家庄市 / 试长安区")

    def test_level_follows_the_official_code_or_the_parent(self):
        for code, level in [
            ("990000", "other"),
            ("810000", "province"),
            ("130100", "city"),
            ("130102", "district"),
            ("13", "other"),
        ]:
            region = self.model.new({"code": code, "name": "x"})
            self.assertEqual(region.level, level, code)
        self.assertEqual(self.city.level, "other")
        self.province.level = "province"
        self.assertEqual((self.city.level, self.district.level), ("city", "district"))
        below = self.model.create(
            {"code": "Zx1", "name": "街道", "parent_id": self.district.id}
        )
        self.assertEqual(below.level, "other")

    def test_a_region_is_never_below_itself(self):
        for parent in (self.province, self.city, self.district):
            with self.assertRefused(ValidationError, "the same region or lies below"):
                self.province.parent_id = parent
            self.assertFalse(self.province.parent_id)
            self.assertEqual(self.province.parent_path, f"{self.province.id}/")

    def test_search_by_code_name_and_path(self):
        for text in ("zx1302", "试长安", "试石家庄市 / 试长安区"):
            with self.subTest(text=text):
                self.assertEqual(
                    self.model.name_search(text),
                    [(self.district.id, "试河北省 / 试石家庄市 / 试长安区")],
                )

    def test_a_region_is_archived_after_those_below(self):
        with self.assertRefused(
            ValidationError,
            "“试长安区” is active, but “试石家庄市” above it is archived",
        ):
            self.city.action_archive()
        self.assertTrue(self.city.active)
        branch = self.city + self.district + self.county
        branch.action_archive()
        self.assertFalse(any(branch.mapped("active")))
        with self.assertRefused(ValidationError, "above it is archived"):
            self.district.action_unarchive()
        with self.assertRefused(ValidationError, "above it is archived"):
            self.model.create(
                {"code": "Zx1304", "name": "x", "parent_id": self.city.id}
            )

    def test_a_region_is_deleted_with_those_below_or_not_at_all(self):
        with self.assertRefused(UserError, "试石家庄市: used by 2 × Region"):
            self.city.unlink()
        self.assertTrue(self.city.exists())
        (self.city + self.district + self.county).unlink()
        self.assertEqual(self.model.search([("code", "=like", "Zx13%")]), self.province)

    def test_find_by_names(self):
        twin = self.model.create({"code": "Zx9", "name": "试长安区"})
        found = self.model._find_by_names(
            [
                "zx1302",
                "试石家庄",
                "试石家庄长安区",
                "试石家庄试长安",
                "试长安区",
                "试正定",
                "试x",
            ]
        )
        self.assertEqual(
            list(found.values()),
            [
                self.district,
                self.city,
                self.model,
                self.district,
                self.district + twin,
                self.county,
                self.model,
            ],
        )

    def test_find_by_names_asks_once(self):
        names = [f"试{number}" for number in range(500)] + ["试长安区", 130102]
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self.model._find_by_names(names)

    def test_archived_regions_are_not_found(self):
        self.district.action_archive()
        found = self.model._find_by_names(["试长安区", "Zx1302"])
        self.assertEqual(list(found.values()), [self.model, self.model])


@tagged("post_install", "-at_install")
class TestDivisions(RefusalCase):
    """The shipped file under codes of its own, so that loaded divisions stay apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["crm.yishang.region"]
        rows = [
            {
                "code": cls._get_test_code(row["code"]),
                "name": row["name"],
                "parent_code": cls._get_test_code(row["parent_code"]),
            }
            for row in cls.model._read_divisions()
        ]

        def read(self, province_codes=None):
            chosen = province_codes and {code[:2] for code in province_codes}
            return [r for r in rows if chosen is None or r["code"][:2] in chosen]

        cls.startClassPatcher(
            patch.object(cls.registry["crm.yishang.region"], "_read_divisions", read)
        )

    @classmethod
    def _get_test_code(cls, code):
        """Return ``code`` with a letter for the first digit: b30102 for 130102."""
        return code and chr(ord("a") + int(code[0])) + code[1:]

    def _load(self, **values):
        return self.env["crm.yishang.region.load"].create(values)

    def test_all_of_china_in_seconds_without_a_query_a_row(self):
        self.env.flush_all()
        start = time.monotonic()
        with self.assertQueryCount(60):
            regions = self.model._load_divisions()
            self.env.flush_all()
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(len(regions), 3341)
        self.assertEqual(
            self.model.search([("code", "=", "b30102")]).complete_name,
            "河北省 / 石家庄市 / 长安区",
        )
        self.assertEqual(
            self.model.search([("code", "=", "b10101")]).complete_name,
            "北京市 / 东城区",
        )
        with self.assertQueryCount(3):
            self.assertFalse(self.model._load_divisions())

    def test_wizard_counts_what_it_will_create(self):
        wizard = self._load()
        self.assertEqual(len(wizard.line_ids), 34)
        hebei = wizard.line_ids.filtered(lambda line: line.code == "b30000")
        self.assertEqual(
            (hebei.name, hebei.division_count, hebei.missing_count),
            ("河北省", 202, 202),
        )
        self.assertEqual((wizard.division_count, wizard.missing_count), (0, 0))
        with self.assertRefused(UserError, "at least one province"):
            wizard.action_load()
        hebei.is_chosen = True
        self.assertEqual((wizard.division_count, wizard.missing_count), (202, 202))
        message = wizard.action_load()["params"]["message"]
        self.assertEqual(message, "202 regions created, 0 were there already.")
        self.assertEqual(self.model.search_count([("code", "=like", "b3____")]), 202)

        again = self._load(scope="all")
        self.assertEqual((again.division_count, again.missing_count), (3341, 3139))
        hebei = again.line_ids.filtered(lambda line: line.code == "b30000")
        self.assertEqual(hebei.missing_count, 0)
        again.scope = "chosen"
        hebei.is_chosen = True
        message = again.action_load()["params"]["message"]
        self.assertEqual(message, "0 regions created, 202 were there already.")

    def test_loading_again_keeps_what_was_changed(self):
        territory = self.model.create({"code": "Zx1", "name": "华北大区"})
        self.model._load_divisions(["b30000"])
        by_code = {
            region.code: region
            for region in self.model.search([("code", "=like", "b3____")])
        }
        by_code["b30000"].write({"name": "冀", "parent_id": territory.id})
        by_code["b30102"].unlink()
        baoding = self.model.search(
            [("id", "child_of", by_code["b30600"].id)], order="id desc"
        )
        baoding[:-1][:5].unlink()
        (baoding.exists()).action_archive()

        created = self.model._load_divisions(["b30000"])

        self.assertEqual(created.mapped("code"), ["b30102"])
        self.assertEqual(created.complete_name, "华北大区 / 冀 / 石家庄市 / 长安区")
        self.assertFalse(any(baoding.exists().mapped("active")))

    def test_demo_and_tests_may_load_one_province(self):
        self.assertEqual(len(self.model._load_divisions(["b10000"])), 17)


@tagged("post_install", "-at_install")
class TestRegionNames(BaseCommon):
    """What people write for the divisions of China, without any database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = cls.env["crm.yishang.region"]._read_divisions()
        cls.names = {row["code"]: row["name"] for row in rows}
        cls.parents = {row["code"]: row["parent_code"] for row in rows}
        cls.tree = RegionNames(
            (
                row["code"],
                row["code"],
                row["name"],
                row["parent_code"] or False,
                not row["parent_code"],
            )
            for row in rows
        )

    def _get_path(self, code):
        above = self.parents[code]
        return [*(self._get_path(above) if above else []), self.names[code]]

    def test_the_shipped_file(self):
        codes = list(self.names)
        self.assertEqual(len(codes), 3341)
        self.assertEqual(codes, sorted(codes))
        self.assertEqual(sum(not parent for parent in self.parents.values()), 34)
        self.assertTrue(all(len(code) == 6 and code.isdecimal() for code in codes))
        self.assertLess({*self.parents.values()} - {""}, set(codes))
        self.assertFalse(set(GROUP_CODES) & set(codes))
        self.assertLess(set(GROUP_CODES.values()), set(codes))
        self.assertEqual(self.parents["110101"], "110000")
        self.assertEqual(self.parents["419001"], "410000")
        self.assertEqual(self.parents["500229"], "500000")
        self.assertNotIn("620201", codes)

    def test_every_path_means_one_region(self):
        for code in self.names:
            path = self._get_path(code)
            for text in ("".join(path), " / ".join(path), "".join(path[-2:])):
                self.assertEqual(self.tree.find(text), {code}, text)

    def test_what_people_write(self):
        expected = {
            "130102": ["130102"],
            130102: ["130102"],
            " １３０１０２ ": ["130102"],
            "13": ["130000"],
            "1301": ["130100"],
            "130102000000": ["130102"],
            "110100": ["110000"],
            "130101": ["130100"],
            "620201": ["620200"],
            "139999": [],
            13010212345: [],
            "河北": ["130000"],
            "河北区": ["120105"],
            "内蒙古": ["150000"],
            "西藏": ["540000"],
            "吉林": ["220000"],
            "吉林吉林": ["220200"],
            "石家庄": ["130100"],
            "河北-石家庄-长安": ["130102"],
            "河北省长安区": ["130102"],
            "长安区": ["130102", "610116"],
            "朝阳": ["110105", "211300", "211321", "220104"],
            "北京朝阳": ["110105"],
            "北京市北京市东城区": ["110101"],
            "北京市市辖区东城区": ["110101"],
            "河南省省直辖县级行政区划济源市": ["419001"],
            "恩施州": ["422800"],
            "丰宁县": ["130826"],
            "重庆忠县": ["500233"],
            "东莞市东莞市": ["441900"],
            "上海浦东": ["310115"],
            "香港": ["810000"],
            "火星区": [],
            "市辖区": [],
            "": [],
            None: [],
        }
        found = {text: sorted(self.tree.find(text)) for text in expected}
        self.assertEqual(found, expected)
        # The same key as 130102 in a dictionary, but not the same text.
        self.assertEqual(self.tree.find(130102.0), {"130102"})

    def test_the_regions_of_a_real_workbook(self):
        with file_open("crm_yishang/tests/data/workbook_regions.csv") as source:
            rows = list(csv.DictReader(source))
        unknown, ambiguous = set(), set()
        for row in rows:
            if row["code"]:
                found = self.tree.find(row["code"])
                wanted = set() if row["code"] == "139999" else {row["code"]}
                self.assertEqual(found, wanted, row)
            same = {code for code, name in self.names.items() if name == row["name"]}
            self.assertEqual(self.tree.find(row["name"]), same, row)
            unknown |= {row["name"]} if not same else set()
            ambiguous |= {row["name"]} if len(same) > 1 else set()
        self.assertEqual(unknown, {"火星区"})
        self.assertIn("新华区", ambiguous)
