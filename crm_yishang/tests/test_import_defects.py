from collections import Counter
from datetime import date

from odoo.tests import tagged

from ..tools.workbook_writer import write_bad_rows
from .import_common import ImportCommon, make_workbook, read_workbook

CORRECTIONS = {
    "客户类型": "经销商",
    "区域编码": "130102",
    "区域名称": "长安区",
    "跟进业务员": "sales_sjz1",
    "首次接触日期": "2024-02-29",
    "客户名称": "石家庄补录名称有限公司",
}


@tagged("post_install", "-at_install")
class TestImportDefects(ImportCommon):
    """169 rows of a real workbook: 34 wrong, 100 dirty but understandable, 35 clean."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_defects()
        cls.content = cls._read_defects()

    def test_each_wrong_row_is_wrong_for_its_own_reason(self):
        _importer, plan = self._plan("customer", self.content)
        reasons = Counter((heading, why) for _row, heading, why in self._reasons(plan))
        self.assertEqual(
            reasons,
            {
                ("客户编码", "doubled"): 6,
                ("客户名称", "required"): 6,
                ("客户类型", "unknown"): 5,
                ("区域编码", "unknown"): 8,
                ("跟进业务员", "unknown"): 5,
                ("首次接触日期", "date_impossible"): 4,
            },
        )
        self.assertEqual(
            plan.counts,
            {
                "read": 169,
                "create": 135,
                "update": 0,
                "skip": 0,
                "wrong": 34,
                # Regions by name alone are no defect: 18 of the 100 dirty rows.
                "cleaned": 82,
            },
        )

    def test_checking_changes_nothing(self):
        before = self.env["res.partner"].search_count([])
        self._plan("customer", self.content)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_dirty_cells_become_clean_values(self):
        plan = self._import("customer", self.content)
        codes = [row.values["yishang_code"] for row in plan.rows if not row.errors]
        customers = self.env["res.partner"].search([("yishang_code", "in", codes)])
        self.assertEqual(len(customers), 135)
        for customer in customers:
            with self.subTest(code=customer.yishang_code):
                self.assertEqual(customer.name, customer.name.strip(" \u3000"))
                self.assertRegex(customer.phone, r"^13\d{9}$")
                self.assertTrue(customer.yishang_region_id.code)
                self.assertGreaterEqual(
                    customer.yishang_date_first_contact, date(2023, 1, 1)
                )
                self.assertTrue(customer.user_id)
                self.assertRegex(customer.child_ids.phone, r"^15\d{9}$")
        # =1+1 was never computed by a spreadsheet; its result is what one would show.
        remarks = Counter(
            customers.mapped(lambda customer: str(customer.comment or ""))
        )
        self.assertEqual(remarks, {"": 129, "<p>2</p>": 6})

    def test_an_address_tells_regions_of_one_name_apart(self):
        self._import("customer", self.content)
        for code, path in (
            ("K000941", "江苏省 / 南通市 / 通州区"),
            ("K003586", "江苏省 / 南通市 / 通州区"),
            # 市辖区和平区 lies in a city that is a province: Tianjin, not Shenyang.
            ("K001486", "天津市 / 和平区"),
        ):
            customer = self.env["res.partner"].search([("yishang_code", "=", code)])
            self.assertEqual(customer.yishang_region_id.complete_name, path)

    def test_the_corrected_error_file_brings_the_rest_in(self):
        importer, plan = self._plan("customer", self.content)
        importer._apply(plan)
        content = write_bad_rows(plan.tables.values(), importer._get_sentence)
        ((title, rows),) = read_workbook(content).items()
        self.assertEqual((title, len(rows)), ("客户资料", 35))
        self.assertEqual(rows[0][-1], "错误原因")
        self.assertTrue(all(row[-1] for row in rows[1:]))
        corrected = self._correct(rows, plan.tables["customers"].bad_rows)
        plan = self._import("customer", make_workbook((title, corrected)))
        self.assertEqual(self._reasons(plan), [])
        self.assertEqual(plan.counts["create"], 34)

    def _correct(self, rows, wrong):
        headings, *rows = rows
        corrected = []
        for number, (cells, row) in enumerate(zip(rows, wrong, strict=True)):
            cells = dict(zip(headings, cells, strict=True))
            for column, error in row.errors:
                if error.reason == "doubled":
                    cells["客户编码"] = f"NEW{number}"
                else:
                    cells[column.zh] = CORRECTIONS[column.zh]
            if cells["区域编码"] == "130102":
                cells["区域名称"] = "长安区"
            corrected.append(list(cells.values()))
        return [headings, *corrected]

    def test_the_same_workbook_again_creates_nothing(self):
        self._import("customer", self.content)
        plan = self._import("customer", self.content)
        self.assertEqual(plan.counts["create"], 0)
        self.assertEqual(plan.counts["skip"], 135)
        self.assertEqual(plan.counts["wrong"], 34)

    def test_refusing_what_exists_makes_it_wrong(self):
        self._import("customer", self.content)
        _importer, plan = self._plan("customer", self.content, on_match="refuse")
        self.assertEqual(plan.counts["wrong"], 169)
