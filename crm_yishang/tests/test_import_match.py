from odoo.tests import tagged

from .import_common import ImportCommon, make_workbook

OWNED = ("客户编码", "客户名称", "跟进业务员")
TAX_ID = "91110000600037341L"


@tagged("post_install", "-at_install")
class TestImportMatch(ImportCommon):
    """Rows that are customers already: skipped, updated or refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer_sjz1.write(
            {"yishang_code": "SJZ1", "vat": TAX_ID, "phone": "+86 138 0013 8000"}
        )
        cls.customer_sjz2.yishang_code = "SJZ2"

    def test_code_tax_id_phone_and_name_find_the_customer(self):
        headings = ("客户编码", "客户名称", "税号", "电话")
        for row, criterion in (
            (["sjz1", "另一个名称", None, None], "客户编码"),
            [[None, "另一个名称", TAX_ID, None], "税号"],
            [["X1", "另一个名称", None, "13800138000"], "电话"],
            [["X1", "甲石家庄", None, None], "客户名称"],
        ):
            with self.subTest(criterion=criterion):
                plan = self._customers([row], headings)
                self.assertEqual(plan.counts["skip"], 1)
                column, error = plan.rows[0].skipped
                self.assertEqual((column.zh, error.reason), (criterion, "exists"))
        self.assertEqual(self.customer_sjz1.name, "甲石家庄")

    def test_updating_writes_what_is_given_and_keeps_the_rest(self):
        headings = ("客户编码", "客户名称", "电话", "传真", "联系人", "联系人电话")
        contact = self.customer_sjz1.child_ids
        plan = self._customers(
            [
                ["SJZ1", "甲改名", None, "0311-1234567", contact.name, "13900139000"],
                ["SJZ2", "乙石家庄", None, None, "乙新联系人", None],
            ],
            headings,
            on_match="update",
        )
        self.assertEqual(plan.counts["update"], 2)
        self.assertEqual(self.customer_sjz1.name, "甲改名")
        self.assertEqual(self.customer_sjz1.yishang_fax, "0311-1234567")
        self.assertEqual(self.customer_sjz1.phone, "+86 138 0013 8000")
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)
        self.assertEqual(self.customer_sjz1.child_ids, contact)
        self.assertEqual(contact.phone, "13900139000")
        self.assertEqual(self._find("乙新联系人").parent_id, self.customer_sjz2)

    def test_a_customer_found_by_name_keeps_its_code(self):
        self._customers([["NEW", "甲石家庄"]], on_match="update")
        self.assertEqual(self.customer_sjz1.yishang_code, "SJZ1")

    def test_two_rows_cannot_change_one_customer(self):
        plan = self._customers(
            [["SJZ1", "甲改名"], [None, "甲石家庄"]], on_match="update"
        )
        self.assertEqual(self._reasons(plan), [(3, "客户名称", "hit_twice")])

    def test_refusing_says_which_customer_it_is(self):
        importer, plan = self._plan("customer", self._sheet("SJZ1"), on_match="refuse")
        ((_column, error),) = plan.rows[0].errors
        self.assertEqual(
            importer._get_reason(error),
            "Exists already, by Customer Code: 甲石家庄.",
        )

    def test_the_customer_of_a_colleague_is_refused_without_its_name(self):
        for on_match in ("skip", "update", "refuse"):
            with self.subTest(on_match=on_match):
                importer, plan = self._plan(
                    "customer", self._sheet("SJZ2"), self.sales_sjz1, on_match
                )
                ((column, error),) = plan.rows[0].errors
                self.assertEqual(
                    (column.zh, error.reason), ("客户编码", "exists_hidden")
                )
                sentence = importer._get_reason(error)
                self.assertNotIn(self.customer_sjz2.name, sentence)
                importer._apply(plan)
        self.assertEqual(self.customer_sjz2.name, "乙石家庄")

    def test_a_collaborator_who_may_only_read_changes_nothing(self):
        self.env["crm.yishang.grant"].create(
            {
                "user_id": self.sales_sjz1.id,
                "customer_id": self.customer_sjz2.id,
                "access_right": "read",
            }
        )
        plan = self._customers(
            [["SJZ2", "乙改名"]], user=self.sales_sjz1, on_match="update"
        )
        self.assertEqual(self._reasons(plan), [(2, "客户名称", "not_writable")])
        self.assertEqual(self.customer_sjz2.name, "乙石家庄")

    def test_a_salesperson_gives_no_customer_away(self):
        plan = self._customers(
            [["SJZ1", "甲石家庄", "sales_sjz2"]],
            OWNED,
            user=self.sales_sjz1,
            on_match="update",
        )
        self.assertEqual(self._reasons(plan), [(2, "跟进业务员", "not_assignable")])
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)

    def test_a_leader_moves_customers_inside_the_team(self):
        self._customers(
            [["SJZ1", "甲石家庄", "sales_sjz2"]],
            OWNED,
            user=self.leader_sjz,
            on_match="update",
        )
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)

    def test_an_archived_customer_blocks_its_code(self):
        self.customer_sjz1.active = False
        plan = self._customers([["SJZ1", "新的"]])
        self.assertEqual(self._reasons(plan), [(2, "客户编码", "exists_archived")])

    def _sheet(self, code):
        return make_workbook([OWNED[:2], [code, "同码客户"]])
