from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook

ENTRY = ("编码", "名称", "顺序")
REGION = ("区域编码", "区域名称", "上级区域", "负责人")
OPERATOR = (
    "操作员编码",
    "姓名",
    "登录名",
    "初始密码",
    "销售角色",
    "其他角色",
    "上级",
    "部门",
    "所属区域",
    "负责区域",
)


@tagged("post_install", "-at_install")
class TestImportSettings(ImportCommon):
    def test_every_dictionary_is_a_kind(self):
        importers = self.env["crm.yishang.import.kind"]._get_importers()
        kinds = [kind for importer in importers for kind in importer._get_kinds()]
        self.assertLessEqual(
            {
                "customer",
                "operator",
                "region",
                "product",
                "crm.yishang.customer.type",
                "crm.yishang.customer.source",
                "crm.yishang.contact.category",
                "crm.yishang.personnel.type",
                "crm.yishang.service.type",
                "crm.yishang.follow.stage",
                "res.partner.industry",
            },
            set(kinds),
        )
        self.assertEqual(len(kinds), len(set(kinds)))

    def test_dictionaries_are_imported_by_code(self):
        kind = "crm.yishang.customer.source"
        self.env[kind].create({"code": "IMP1", "name": "旧名称"})
        rows = [
            ENTRY,
            ["imp1", "新名称", 5],
            ["IMP2", "展会二", None],
            ["IMP2", "x", 1],
        ]
        plan = self._import(kind, make_workbook(rows), on_match="update")
        self.assertEqual(self._reasons(plan), [(4, "编码", "doubled")])
        sources = self.env[kind].search([("code", "=ilike", "IMP%")], order="code")
        self.assertEqual(
            sources.mapped(lambda one: (one.code, one.name)),
            [("IMP1", "新名称"), ("IMP2", "展会二")],
        )

    def test_industries_are_imported_by_code(self):
        rows = [ENTRY[:2], ["IMP", "测试行业"]]
        self._import("res.partner.industry", make_workbook(rows))
        industry = self.env["res.partner.industry"].search([("name", "=", "测试行业")])
        self.assertEqual(industry.yishang_code, "IMP")

    def test_regions_stand_in_any_order(self):
        plan = self._import(
            "region",
            make_workbook(
                [
                    REGION,
                    ["X110", "甲区", "X11", None],
                    ["X11", "甲市", "X1", "test_manager_north，manager_south"],
                    ["X1", "甲省", None, None],
                    ["X2", "乙市", "测试河北省", None],
                    ["X3", "丙市", "没有的省", None],
                    ["X31", "丙区", "X3", None],
                    ["X4", "丁市", "X41", None],
                    ["X41", "丁区", "X4", None],
                ]
            ),
        )
        self.assertEqual(
            self._reasons(plan),
            [
                (6, "上级区域", "unknown"),
                (7, "上级区域", "parent_wrong"),
                (8, "上级区域", "loop"),
                (9, "上级区域", "loop"),
            ],
        )
        region = self.env["crm.yishang.region"].search([("code", "=", "X110")])
        self.assertEqual(region.complete_name, "甲省 / 甲市 / 甲区")
        self.assertEqual(
            region.parent_id.manager_ids, self.manager_north | self.manager_south
        )
        second = self.env["crm.yishang.region"].search([("code", "=", "X2")])
        self.assertEqual(second.parent_id, self.hebei)

    def test_a_region_cannot_move_below_itself(self):
        rows = [REGION, ["T13", "测试河北省", "T1301", None]]
        plan = self._import("region", make_workbook(rows), on_match="update")
        self.assertEqual(self._reasons(plan), [(2, "上级区域", "loop")])
        self.assertFalse(self.hebei.parent_id)

    def test_products_bring_their_units_along(self):
        rows = [
            ("商品编码", "商品名称", "单位", "单价", "商品类别"),
            ["IMP-P1", "水泵", "测试台", "￥1,280.50", "Goods"],
            ["IMP-P2", "阀门", "测试台", 12, "没有的类别"],
        ]
        plan = self._import("product", make_workbook(rows))
        self.assertEqual(self._reasons(plan), [(3, "商品类别", "unknown")])
        self.assertIn("测试台", plan.notes[0])
        product = self.env["product.product"].search([("default_code", "=", "IMP-P1")])
        self.assertEqual(product.lst_price, 1280.5)
        self.assertEqual(product.uom_id.name, "测试台")
        self.assertEqual(product.uom_id.search_count([("name", "=", "测试台")]), 1)

    def test_operators_come_with_employee_role_and_superior(self):
        plan = self._import(
            "operator",
            make_workbook(
                [
                    OPERATOR,
                    ["Z2", "组员", "imp2", "geheim12", "salesperson", None, "Z1"]
                    + ["测试一部", "T1301", None],
                    ["Z1", "组长", "imp1", None, "leader", "Cashier", "leader_sjz"]
                    + [None, None, "T13、T44"],
                    ["Z3", "短密码", "imp3", "123", None, None, None, None, None, None],
                    ["Z4", "重登录", "test_cashier"] + [None] * 7,
                ]
            ),
        )
        self.assertEqual(
            self._reasons(plan),
            [(4, "初始密码", "password_short"), (5, "登录名", "exists")],
        )
        member = self.env["res.users"].search([("login", "=", "imp2")])
        leader = self.env["res.users"].search([("login", "=", "imp1")])
        self.assertEqual(member.yishang_code, "Z2")
        self.assertEqual(member.yishang_role_sales, "salesperson")
        self.assertEqual(member.yishang_manager_id, leader.employee_id)
        self.assertEqual(member.yishang_department_id.name, "测试一部")
        self.assertEqual(member.yishang_region_id, self.sjz)
        self.assertEqual(leader.yishang_manager_id, self.leader_sjz.employee_id)
        self.assertTrue(leader.yishang_is_cashier)
        self.assertEqual(leader.yishang_managed_region_ids, self.hebei | self.guangdong)
        credential = {"type": "password", "login": "imp2", "password": "geheim12"}
        uid = self.env["res.users"].authenticate(credential, {"interactive": False})
        self.assertEqual(uid["uid"], member.id)

    def test_updating_operators_keeps_their_passwords(self):
        before = self._get_password(self.cashier)
        self.cashier.yishang_code = "ZC"
        rows = [OPERATOR[:4], ["ZC", "新姓名", "test_cashier", "andere-losung"]]
        self._import("operator", make_workbook(rows), on_match="update")
        self.assertEqual(self.cashier.name, "新姓名")
        self.assertEqual(self._get_password(self.cashier), before)

    def test_only_administrators_import_settings(self):
        content = make_workbook([ENTRY, ["IMP9", "x", 1]])
        for kind in ("crm.yishang.customer.type", "region", "operator", "product"):
            for user in (self.director, self.sales_sjz1):
                with self.subTest(kind=kind, user=user.login):
                    with self.assertRaises(AccessError):
                        self._plan(kind, content, user)

    def _get_password(self, user):
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        return self.env.cr.fetchone()
