import csv

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.crm_yishang.tools.region_names import GROUP_CODES, RegionNames


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
