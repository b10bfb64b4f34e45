from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook

OWNED = ("客户编码", "客户名称", "跟进业务员")


@tagged("post_install", "-at_install")
class TestImportCustomer(ImportCommon):
    def test_headings_stand_in_any_order_and_language(self):
        plan = self._customers(
            [["测试经销商", "T1301", "乱序公司", "QX-1", "Beta", 120]],
            headings=(
                "Customer Type",
                " 所属区域＊",
                "客户 名称（必填）",
                "code",
                "没有的列",
                "年营业额",
            ),
        )
        customer = self._find("乱序公司")
        self.assertEqual(customer.yishang_code, "QX-1")
        self.assertEqual(customer.yishang_type_id, self.dealer)
        self.assertEqual(customer.yishang_region_id, self.sjz)
        self.assertEqual(customer.yishang_revenue, 120)
        self.assertEqual(plan.tables["customers"].unknown, ["没有的列"])

    def test_a_customer_without_code_gets_the_next_number(self):
        self._customers([[None, "编号甲"], [None, "编号乙"]])
        codes = (self._find("编号甲") | self._find("编号乙")).mapped("yishang_code")
        self.assertEqual(len(set(codes)), 2)
        self.assertTrue(all(code.startswith("KH") for code in codes))

    def test_the_contact_beside_a_customer_follows_it(self):
        self._customers(
            [
                [
                    "联系公司",
                    "联系人甲",
                    "采购经理",
                    13800138000.0,
                    "T130102",
                    "中山路1号",
                ]
            ],
            headings=("名称", "联系人", "联系人职务", "联系人电话", "区域编码", "地址"),
        )
        contact = self._find("联系人甲")
        self.assertEqual(contact.parent_id.name, "联系公司")
        self.assertEqual(contact.function, "采购经理")
        self.assertEqual(contact.phone, "13800138000")
        self.assertEqual(contact.street, "中山路1号")
        self.assertEqual(contact.yishang_customer_id, contact.parent_id)
        self.assertEqual(contact.yishang_region_id, self.changan)
        self.assertFalse(contact.yishang_is_customer)
        self.assertFalse(contact.yishang_code)

    def test_a_contact_phone_needs_a_contact(self):
        plan = self._customers(
            [["无名联系人公司", "13800138000"]], headings=("名称", "联系人电话")
        )
        self.assertEqual(self._reasons(plan), [(2, "联系人", "required")])
        self.assertFalse(self._find("无名联系人公司"))

    def test_a_mobile_number_finds_its_place(self):
        self._customers(
            [
                ["只有手机", None, 13800138001, None],
                ["联系人手机", "0311-8888888", "138-0013-8002", "孙丽"],
                ["两个号码", "0311-8888888", "13800138003", None],
            ],
            headings=("名称", "电话", "手机", "联系人"),
        )
        self.assertEqual(self._find("只有手机").phone, "13800138001")
        self.assertEqual(self._find("联系人手机").phone, "0311-8888888")
        self.assertEqual(self._find("孙丽").phone, "13800138002")
        self.assertEqual(self._find("两个号码").phone, "0311-8888888 / 13800138003")

    def test_the_second_sheet_adds_contacts_to_new_and_old_customers(self):
        content = make_workbook(
            ("客户资料", [OWNED[:2], ["LX-1", "新客户"], ["LX-2", None]]),
            (
                "联系人",
                [
                    ("客户", "姓名", "生日", "决策角色"),
                    ["lx-1", "新联系人", date(1980, 2, 29), "decider"],
                    ["甲石家庄", "老客户联系人", None, None],
                    ["LX-2", "受累联系人", None, None],
                    ["没有的客户", "无主联系人", None, None],
                ],
            ),
        )
        plan = self._import("customer", content)
        self.assertEqual(
            self._reasons(plan),
            [
                (3, "客户名称", "required"),
                (4, "客户", "customer_wrong"),
                (5, "客户", "unknown"),
            ],
        )
        new = self._find("新联系人")
        self.assertEqual(new.parent_id.yishang_code, "LX-1")
        self.assertEqual(new.yishang_birthday, date(1980, 2, 29))
        self.assertEqual(new.yishang_decision_role, "decider")
        self.assertEqual(self._find("老客户联系人").parent_id, self.customer_sjz1)

    def test_script_in_a_name_or_remark_is_text(self):
        script = "<script>alert(1)</script>"
        self._customers([[script, script]], headings=("名称", "备注"))
        customer = self._find(script)
        self.assertEqual(
            customer.comment, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        )

    def test_wrong_cells_are_told_by_row_and_column(self):
        plan = self._customers(
            [
                ["91110000600037341L", "见名片", "nobody", "-5", "F级", "2098-01-01"],
                ["911100006000373410", "1380013800", "a@b.cn", "许多", "A", "8/9/24"],
            ],
            headings=(
                "税号",
                "电话",
                "邮箱",
                "年营业额",
                "价值等级",
                "最近联系",
                "名称",
            ),
        )
        self.assertEqual(
            self._reasons(plan),
            [
                (2, "客户名称", "required"),
                (2, "电话", "phone"),
                (2, "邮箱", "email"),
                (2, "年营业额", "negative"),
                (2, "价值等级", "not_choice"),
                (2, "最近联系日期", "date_future"),
                (3, "客户名称", "required"),
                (3, "电话", "phone"),
                (3, "税号", "tax_id"),
                (3, "年营业额", "number"),
                (3, "最近联系日期", "date_unclear"),
            ],
        )

    def test_region_code_and_name_must_agree(self):
        plan = self._customers(
            [["甲", "T1301", "测试保定市"], ["乙", "T1301", "测试石家庄市"]],
            headings=("名称", "区域编码", "区域名称"),
        )
        self.assertEqual(self._reasons(plan), [(2, "区域名称", "region_mismatch")])

    def test_the_database_refusing_one_row_imports_nothing(self):
        importer, plan = self._plan(
            "customer", make_workbook([OWNED[:2], ["Z1", "甲甲"], ["Z2", "乙乙"]])
        )
        # Somebody else was faster, after the check.
        self._create_customer("别人", yishang_code="Z2")
        with self.assertRaisesRegex(UserError, r"Row 3 of Sheet1.*Z2"):
            importer._apply(plan)
        self.assertFalse(self._find("甲甲"))

    def test_roles_without_sales_may_not_import(self):
        content = make_workbook([OWNED[:2], [None, "甲甲"]])
        for user in (self.cashier, self.service_agent, self.host_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._plan("customer", content, user)

    def test_a_salesperson_imports_for_nobody_else(self):
        plan = self._customers(
            [
                ["A1", "自己的", None],
                ["A2", "也是自己的", "test_sales_sjz1"],
                ["A3", "别人的", "sales_sjz2"],
            ],
            headings=OWNED,
            user=self.sales_sjz1,
        )
        self.assertEqual(self._reasons(plan), [(4, "跟进业务员", "not_assignable")])
        mine = self._find("自己的") | self._find("也是自己的")
        self.assertEqual(mine.user_id, self.sales_sjz1)
        self.assertFalse(self._find("别人的"))

    def test_a_leader_imports_for_the_team(self):
        plan = self._customers(
            [["B1", "组员的", "sales_sjz1"], ["B2", "外组的", "sales_bd1"]],
            headings=OWNED,
            user=self.leader_sjz,
        )
        self.assertEqual(self._reasons(plan), [(3, "跟进业务员", "not_assignable")])
        self.assertEqual(self._find("组员的").user_id, self.sales_sjz1)

    def test_customers_nobody_owns_go_to_the_pool_for_the_director(self):
        self._customers([["C1", "公海的"]], user=self.director)
        self.assertFalse(self._find("公海的").user_id)

    def test_salespeople_without_employee_own_nothing(self):
        self.sales_gz1.employee_ids.unlink()
        plan = self._customers([["D1", "甲甲", "sales_gz1"]], headings=OWNED)
        self.assertEqual(self._reasons(plan), [(2, "跟进业务员", "no_employee")])
