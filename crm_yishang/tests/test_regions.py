from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

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
