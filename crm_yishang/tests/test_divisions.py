import time
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RefusalCase


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
