import base64
import io

import openpyxl
import xlsxwriter

from odoo.tools import file_open

from .common import YishangCommon

DEFECTS = "crm_yishang/tests/data/customers_with_defects.xlsx"
# Provinces in which the customers of that workbook live.
PROVINCES = ["110000", "120000", "130000", "210000", "320000"]
DICTIONARIES = {
    "crm.yishang.customer.type": "经销商 终端客户 代理商 政府机关 教育机构",
    "crm.yishang.customer.source": "展会 转介绍 电话营销 网站 老客户",
    "res.partner.industry": "制造业 信息技术 建筑 教育 医疗 零售 农业 物流",
}


def make_workbook(*sheets):
    """Return the bytes of a workbook.

    :param sheets: ``(title, rows)``, or rows alone for a sheet without name
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    for sheet in sheets:
        title, rows = sheet if isinstance(sheet, tuple) else (None, sheet)
        page = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, position, cell)
                else:
                    page.write(number, position, cell)
    book.close()
    return stream.getvalue()


def read_workbook(content):
    """Return ``{title: rows of values}`` of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


class ImportCommon(YishangCommon):
    """The sketch of a company, and short ways to import into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.dealer = cls.env["crm.yishang.customer.type"].create(
            {"code": "TDEALER", "name": "测试经销商"}
        )

    def _plan(self, kind, content, user=None, on_match="skip"):
        """Return importer and plan, as that user has them."""
        env = self.env(user=user or self.crm_admin)
        importer = env["crm.yishang.import.kind"]._get_importer(kind)
        return importer, importer._plan(kind, content, on_match)

    def _import(self, kind, content, user=None, on_match="skip"):
        """Import the good rows and return the plan."""
        importer, plan = self._plan(kind, content, user, on_match)
        importer._apply(plan)
        return plan

    def _customers(self, rows, headings=("客户编码", "客户名称"), **options):
        """Import rows of customers and return the plan."""
        content = make_workbook(("客户资料", [headings, *rows]))
        return self._import("customer", content, **options)

    def _find(self, name, **fields):
        domain = [
            ("name", "=", name),
            *((key, "=", val) for key, val in fields.items()),
        ]
        return self.env["res.partner"].search(domain)

    def _reasons(self, plan):
        """Return ``[(row number, Chinese heading, reason)]`` of what is wrong."""
        return [
            (row.number, column.zh, error.reason)
            for row in plan.rows
            for column, error in row.errors
        ]

    def _open_wizard(self, content, user=None, **values):
        wizard = self.env["crm.yishang.import"].with_user(user or self.crm_admin)
        return wizard.create(
            {
                "kind": "customer",
                "file": base64.b64encode(content),
                "filename": "客户.xlsx",
                **values,
            }
        )

    @classmethod
    def _read_defects(cls):
        with file_open(DEFECTS, "rb") as file:
            return file.read()

    @classmethod
    def _prepare_defects(cls):
        """Create the dictionaries, regions and salespeople that workbook names."""
        cls.env["crm.yishang.region"]._load_divisions(PROVINCES)
        for model, names in DICTIONARIES.items():
            cls._prepare_terms(cls.env[model], names.split())
        for user in (cls.sales_sjz1, cls.sales_sjz2, cls.sales_bd1):
            user.yishang_code = user.login.removeprefix("test_")

    @classmethod
    def _prepare_terms(cls, model, names):
        """Create the entries that do not come with the addon, in this language."""
        found = model._find_by_names(names)
        missing = [name for name in names if not found[name]]
        model.create(
            [
                {model._code_field: f"T{number}", "name": name}
                for number, name in enumerate(missing)
            ]
        )
